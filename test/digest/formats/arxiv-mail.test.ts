import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { readSamplePapers, samples } from '../../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
const papers = readSamplePapers()
const mail = samples['arxiv-mail']?.(papers) ?? ''
const plain = read(mail)
const html = mail.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const part = (type: string, body: string) =>
  `From: no-reply@example.org\nTo: reader@example.net\nDate: Fri, 20 Nov 2026 20:30:00 -0500\nMIME-Version: 1.0\nContent-Type: ${type}; charset=utf-8\n\n${body}`

/** What a mail went through before it came here. */
const ways: [name: string, content: string][] = [
  ['other line ends', mail.replaceAll('\n', '\r\n')],
  ['quoted in a reply', mail.replace(/^/gm, '> ')],
  ['indented', mail.replace(/^(?=.)/gm, '    ')],
  ['an empty line after each', mail.replaceAll('\n', '\n\n')],
  ['spaces at the ends', mail.replaceAll('\n', '  \n')],
  ['one sign of two is lost', mail.replaceAll('\n\\\\', '\n\\')],
  ['without its rules', mail.replace(/^-{20,}$/gm, '')],
  ['without its head', mail.slice(mail.indexOf('\\\\\narXiv:'))],
  ['saved whole', part('text/plain', mail)],
  ['as preformatted HTML', part('text/html', `<html><body><pre>${html}</pre></body></html>`)],
  ['as HTML of lines', part('text/html', `<div>${html.replaceAll('\n', '<br>\n')}</div>`)],
  ['as HTML of boxes', part('text/html', html.replace(/^.*$/gm, '<div>$&</div>'))],
]

function read(content: string): object[] {
  return parseDigest({ source: 'mail', content }, { today }).digest.entries.map(({ paper }) => ({
    id: paper.arxivId,
    title: paper.title,
    abstract: paper.abstract,
    authors: paper.authors,
    categories: paper.categories,
  }))
}

describe('a mail of arXiv', () => {
  it.each(ways)('is the same when it comes with %s', (_, content) => {
    expect(plain).toHaveLength(papers.length)
    expect(read(content)).toEqual(plain)
  })

  it('takes the first date of a paper for no date of the mail', () => {
    const headless = mail.slice(mail.indexOf('\\\\\narXiv:'))
    expect(parseDigest({ source: 'mail', content: headless }, { today }).digest.date).toBe(today)
  })
})
