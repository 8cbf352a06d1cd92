import { readFileSync } from 'node:fs'
import type { Issue } from '../../src/issue/issue.ts'
import { aPaper, aRankedPaper, anIssue, authors } from './builders.ts'
import { sharedPath } from './shared-data.ts'

/** Real payloads: what a sanitiser is tested with, and strings that broke other programs. */
export function readPayloads(): string[] {
  const xss = readFileSync(sharedPath('nasty', 'xss', 'dompurify_expect.mjs.txt'), 'utf8')
  const found = [...xss.matchAll(/"payload":\s*("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => JSON.parse(text) as string,
  )
  const naughty = JSON.parse(readFileSync(sharedPath('nasty', 'blns.json'), 'utf8')) as string[]
  return [...found, ...naughty]
}

/** An issue with payloads as title, abstract, author, category, reason, key and link of its papers. */
export function buildPayloadIssue(payloads: readonly string[]): Issue {
  const papers = payloads.map((payload, index) =>
    aRankedPaper({
      rank: index + 2,
      summary: [payload],
      reasons: [{ signal: 'votes', points: 1, sentence: payload }],
      paper: aPaper({
        key: payload.toWellFormed(),
        title: payload,
        authors: authors(payload),
        primaryCategory: payload,
        url: payload,
        links: [{ kind: 'code', url: payload }],
      }),
    }),
  )
  return anIssue({
    sections: [{ topic: { slug: 'x', title: payloads[0] ?? '' }, papers }],
    preheader: payloads[1] ?? '',
  })
}
