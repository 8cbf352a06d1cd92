import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { checkReachability, listFixedLinks } from '../../../src/rendering/preflight/check-links.ts'
import { checkRendering } from '../../../src/rendering/preflight/check-rendering.ts'
import { allowedFeatures } from '../../../src/rendering/preflight/client-support.ts'
import { computeContrast } from '../../../src/rendering/preflight/contrast.ts'
import { renderIssue } from '../../../src/rendering/render.ts'
import type { RenderedIssue, SlottedText } from '../../../src/rendering/rendering.ts'
import { layouts, openTemplates } from '../../../src/rendering/templates/templates.ts'
import { aNewsletter, anIssue, someSlotValues } from '../../support/issues.ts'
import { aWholePaper } from '../../support/papers.ts'
import { aRankedPaper } from '../../support/ranked-papers.ts'
import { goldenIssues } from '../../support/golden-issues.ts'

const templates = await openTemplates()

const issue = anIssue()
const context = { issue, values: someSlotValues(), budgetBytes: 95_000 }
const check = (rendered: RenderedIssue, changes = {}) => checkRendering(rendered, { ...context, ...changes })
const codes = (rendered: RenderedIssue, changes = {}) => check(rendered, changes).map(({ code }) => code)

/** A rendering with a text of its HTML replaced, as a changed template would. */
function change(from: string | RegExp, to: string, part: 'html' | 'text' = 'html'): RenderedIssue {
  const rendered = renderIssue(issue, templates)
  const edit = ({ parts, slots }: SlottedText) => ({ slots, parts: parts.map((text) => text.replace(from, to)) })
  return { ...rendered, [part]: edit(rendered[part]) }
}

describe('checkRendering', () => {
  it.each(layouts)('has nothing to say about the %s layout of a good issue', (layout) => {
    expect(check(renderIssue(issue, templates, { layout }))).toEqual([])
  })

  it('tells what the fit has cut, as a note', () => {
    const sixty = anIssue({ paperCount: 60 })
    expect(check(renderIssue(sixty, templates), { issue: sixty })).toEqual([
      expect.objectContaining({ severity: 'note', code: 'size.cut', message: expect.stringContaining('of 60 papers') }),
    ])
  })

  it('takes no word of a paper for a leftover, an advertisement or a stranger’s address', () => {
    const { hostile } = goldenIssues
    const findings = check(renderIssue(hostile ?? issue, templates), { issue: hostile })
    expect(findings.filter(({ where }) => !where?.quote?.startsWith('{{title}} </h2>'))).toEqual([])
  })

  it.each([
    ['unsubscribe.missing', '>Unsubscribe<', '><'],
    ['leftover', 'In this issue', 'In {{this}} issue'],
    ['leftover', 'Lead story', 'TK'],
    ['leftover', 'Lead story', '*|FNAME|*'],
    ['link.placeholder', /href="https:\/\/code[^"]*"/, 'href="#"'],
    ['link.protocol', /href="https:\/\/code[^"]*"/, 'href="javascript:alert(1)"'],
    ['link.local', /href="https:\/\/code[^"]*"/, 'href="https://localhost:3000/x"'],
    ['link.number', /href="https:\/\/code[^"]*"/, 'href="https://192.0.2.7/x"'],
    ['link.shortened', /href="https:\/\/code[^"]*"/, 'href="https://bit.ly/x"'],
    ['link.deceptive', '>Code<', '>https://bank.example.net/<'],
    ['link.http', 'https://code', 'http://code'],
    ['text.link', /href="https:\/\/code[^"]*"/, 'href="https://only.example.com/html"'],
    ['a11y.lang', 'lang="en"', ''],
    ['a11y.title', /<title>.*<\/title>/, '<title></title>'],
    ['a11y.h1', /<h1/, '<h1>Two</h1><h1'],
    ['a11y.headings', /<h2/, '<h5>Deep</h5><h2'],
    ['a11y.alt', 'Lead story', '<img src="https://papers.example.com/a.png">'],
    ['a11y.table', / role="presentation"/, ''],
    ['a11y.link', '>Code<', '><'],
    ['a11y.link_text', '>Code<', '>click here<'],
    ['a11y.order', 'font-size:13px', 'float:right;font-size:13px'],
    ['a11y.order', '<h2', '<h2 tabindex="2"'],
    ['a11y.small', 'font-size:13px', 'font-size:9px'],
    ['contrast.light', 'color:#625b50', 'color:#bbbbbb'],
    ['contrast.dark', '#aca496', '#555555'],
    ['archive.personal', 'Lead story', 'Hello reader@example.org'],
    ['archive.address', 'Lead story', 'Write to stranger@example.net'],
    ['spam.words', 'Lead story', 'Act now'],
    ['client.support', 'Lead story', '<video src="https://papers.example.com/a.mp4"></video>'],
  ])('finds %s (%s → %s)', (code, from, to) => {
    expect(codes(change(from, to))).toContain(code)
  })

  it('lets senders and authors read their own newsletter', () => {
    const rendered = renderIssue(issue, templates)
    const asReader = (address: string) => codes(rendered, { values: { ...someSlotValues(), address } })
    const { address } = issue.newsletter.from
    expect(asReader(address)).toEqual([])
    expect(asReader(address.slice(1))).toEqual([])
    expect(asReader(`${address}.example`)).toEqual([])
    expect(asReader('читатель@example.org')).toEqual([])
  })

  it('finds what the text part lacks', () => {
    const empty = { parts: [''], slots: [] }
    expect(codes({ ...renderIssue(issue, templates), text: empty })).toContain('text.missing')
    expect(codes({ ...renderIssue(issue, templates), text: empty })).toContain('unsubscribe.text')
    const { html } = renderIssue(issue, templates)
    const slots = html.slots.map((name) => (name === 'unsubscribeUrl' ? 'browserUrl' : name))
    expect(codes({ ...renderIssue(issue, templates), html: { ...html, slots } })).toContain('unsubscribe.missing')
    expect(codes(change(/12 Example Street/, '', 'text'))).toContain('postal.text')
    expect(codes(change(/In this|IN THIS/, 'word '.repeat(30), 'text'))).toContain('text.width')
  })

  it('finds papers in another order than that of the issue', () => {
    const [first, ...others] = issue.sections
    const turned = { ...issue, sections: [...others, first].filter((section) => section !== undefined) }
    expect(codes(renderIssue(turned, templates))).toEqual(['a11y.order'])
  })

  it('asks for a postal address and a subject that says something', () => {
    const { postalAddress: _, ...newsletter } = aNewsletter()
    expect(codes(renderIssue(issue, templates), { issue: { ...issue, newsletter } })).toContain('postal.missing')
    const subject = (text: string) => codes({ ...renderIssue(issue, templates), subject: text })
    expect(subject('Hi')).toEqual(['subject.short'])
    expect(subject('x'.repeat(79))).toEqual(['subject.long'])
    expect(subject('RE: your papers')).toEqual(['subject.reply'])
    expect(subject('ALL THE PAPERS YOU NEED')).toEqual(['spam.shouting'])
    expect(subject('Papers, papers, papers!!!')).toEqual(['spam.marks'])
  })

  it('asks for a preheader that adds something', () => {
    const preheader = (text: string) => codes({ ...renderIssue(issue, templates), preheader: text })
    expect(preheader('')).toEqual(['preheader.missing'])
    expect(preheader(issue.subject)).toEqual(['preheader.repeats'])
  })

  it('refuses what Gmail clips', () => {
    expect(codes({ ...renderIssue(issue, templates), htmlBytes: 102_401 })).toContain('size.clipped')
    expect(codes({ ...renderIssue(issue, templates), htmlBytes: 95_001 })).toContain('size.budget')
    expect(codes(change('<body', `${'<!-- padding -->'.repeat(7000)}<body`))).toContain('unsubscribe.clipped')
  })

  it('puts errors first and says a code at most five times', () => {
    const findings = check(change(/<a class="a"/g, '<a class="a" style="font-size:8px"'))
    expect(findings.filter(({ code }) => code === 'a11y.small').length).toBeLessThanOrEqual(6)
    const severities = check({ ...change(/font-size:13px/g, 'font-size:9px'), subject: 'Hi' }).map((f) => f.severity)
    expect(severities[0]).toBe('error')
  })

  it('says where: the line of the copy and words that stand there', () => {
    const [finding] = check(change('In this issue', 'TODO write this'))
    expect(finding?.where).toEqual({ part: 'html', line: expect.any(Number), quote: 'TODO write this' })
  })

  it('gives a reason for every feature that a client may lack', () => {
    expect(Object.values(allowedFeatures).every((reason) => reason.length > 15)).toBe(true)
  })
})

describe('the theme', () => {
  const inks = ['ink', 'quiet', 'accent']
  const papers = ['page', 'tint', 'outside']

  it.each(['light', 'dark'])('has a contrast of at least 4.5 for every text colour on every ground in %s', (scheme) => {
    const colour = (name: string) => templates.theme.get(`${scheme}.${name}`) ?? ''
    const pairs = inks.flatMap((ink) => papers.map((paper) => [ink, paper] as const))
    const low = pairs.filter(([ink, paper]) => computeContrast(colour(ink), colour(paper)) < 4.5)
    expect(low).toEqual([])
    expect(computeContrast('#000000', '#ffffff')).toBeCloseTo(21)
  })
})

describe('checkReachability', () => {
  const rendered = renderIssue(anIssue(), templates)

  it('asks each fixed link once, never a personal one, and tells what does not answer', async () => {
    const asked: string[] = []
    const ask = async (url: string) => {
      asked.push(url)
      if (url.includes('code')) throw new Error('no such host')
      if (url.includes('pdf')) throw new AppError('invalid', 'it is not on the public internet')
      return url.includes('talk') ? 404 : 200
    }
    const findings = await checkReachability(rendered, { ask, pause: () => Promise.resolve() })
    expect(asked.toSorted()).toEqual(listFixedLinks(rendered).toSorted())
    expect(asked.filter((url) => /unsubscribe|preferences|\/r\//.test(url))).toEqual([])
    const say = (code: string, words: string) =>
      findings.filter((one) => one.code === code && one.message.includes(words))
    expect(say('link.dead', 'does not answer: no such host')).toHaveLength(20)
    expect(say('link.dead', 'answers 404')).toHaveLength(20)
    expect(say('link.unasked', 'it is not on the public internet')).toHaveLength(20)
    expect(findings).toHaveLength(60)
  })

  it('asks an address as it is, and not as HTML writes it', () => {
    const url = "https://papers.example.com/o'brien?a=1&b=`2"
    const lead = aRankedPaper({ paper: aWholePaper({ url, links: [] }) })
    const links = listFixedLinks(renderIssue(anIssue({ lead, sections: [] }), templates))
    expect(links).toContain(new URL(url).href)
  })

  it('asks a host one link at a time, with a pause before each further one', async () => {
    const open = new Map<string, number>()
    let most = 0
    let pauses = 0
    const ask = async (url: string) => {
      const { host } = new URL(url)
      open.set(host, (open.get(host) ?? 0) + 1)
      most = Math.max(most, open.get(host) ?? 0)
      await Promise.resolve()
      open.set(host, (open.get(host) ?? 0) - 1)
      return 200
    }
    await checkReachability(rendered, { ask, pause: () => Promise.resolve(void (pauses += 1)) })
    expect(most).toBe(1)
    expect(pauses).toBe(listFixedLinks(rendered).length - open.size)
  })
})
