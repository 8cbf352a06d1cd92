import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import type { ParsedDigest } from '../../src/digest/digest.ts'
import { digestFormats } from '../../src/digest/formats.ts'
import { parseDigest } from '../../src/digest/parse.ts'
import { normalizeTitle } from '../../src/digest/identity.ts'
import { DigestParseError } from '../../src/errors.ts'
import { readSamplePapers, samples } from '../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
const papers = readSamplePapers().slice(0, 3)
const texts = Object.entries(samples).map(([name, render]) => [name, render(papers)] as const)
const titles = papers.map(({ title }) => normalizeTitle(title))

/** Anything but a parse error fails the property. */
function tryParse(content: string | Uint8Array): ParsedDigest | undefined {
  try {
    return parseDigest({ source: 'fuzz', content }, { today })
  } catch (error) {
    if (error instanceof DigestParseError) return undefined
    throw error
  }
}

/** Every title must be one that was given, or a part of the text at its cut end; every link must be checked. */
function expectSound(parsed: ParsedDigest | undefined): void {
  for (const { paper, signals } of parsed?.digest.entries ?? []) {
    expect(paper.title.trim()).not.toBe('')
    expect(paper.title).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]/)
    for (const { url } of paper.links) expect(url).toMatch(/^https?:\/\/[^/@]+(?:\/|$)/)
    for (const count of Object.values(signals)) expect(Number.isFinite(count) && count >= 0).toBe(true)
  }
}

/** A cut may end a title, or leave a letter of what follows it. */
function isBegun(title: string, read: string): boolean {
  return title.startsWith(read) || (read.startsWith(title) && read.length < title.length + 8)
}

/** HTML, XML and JSON, where a cut may fall into a mark. */
const inMarks = ['page-html', 'html', 'feed', 'arxiv-atom', 'hf-json', 'json', 'json-feed', 'json-lines']

it.each(inMarks)('B1 gives no other title than its own, wherever %s is cut', (name) => {
  const whole = samples[name]?.(papers.slice(0, 1)) ?? ''
  for (let end = 0; end < whole.length; end++) {
    const read = tryParse(whole.slice(0, end))?.digest.entries.map(({ paper }) => normalizeTitle(paper.title)) ?? []
    expect([end, read.filter((title) => !isBegun(titles[0] ?? '', title))]).toEqual([end, []])
  }
})

describe.each(texts)('%s', (_, text) => {
  it('B1 gives entries that stand in it, or a parse error, wherever it is cut', () => {
    for (let end = 0; end < text.length; end += 17) {
      const parsed = tryParse(text.slice(0, end))
      expectSound(parsed)
      const invented = parsed?.digest.entries.filter(
        ({ paper }) => !titles.some((title) => isBegun(title, normalizeTitle(paper.title))),
      )
      expect(invented?.map(({ paper }) => paper.title) ?? []).toEqual([])
    }
  })

  it('throws nothing but a parse error whatever is changed in it', { timeout: 30_000 }, () => {
    const change = fc.record({
      at: fc.nat(text.length),
      length: fc.nat(40),
      by: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom(
          '\n',
          '\n\n',
          '<',
          '>',
          '&',
          '"',
          '{',
          '}',
          '[',
          ']',
          '\\',
          '$',
          '\u0000',
          '\u202e',
          '](',
          '<![CDATA[',
          '&#0;',
          '|',
        ),
      ),
    })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = changes.reduce(
          (whole, { at, length, by }) => whole.slice(0, at) + by + whole.slice(at + length),
          text,
        )
        expectSound(tryParse(changed))
      }),
      { numRuns: 150 },
    )
  })

  it('throws nothing but a parse error whatever octets are changed in it', { timeout: 30_000 }, () => {
    const octets = Buffer.from(text)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(octets.length - 1), fc.nat(255)), { minLength: 1, maxLength: 10 }),
        (changes) => {
          const changed = Buffer.from(octets)
          for (const [at, value] of changes) changed[at] = value
          expectSound(tryParse(changed))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('any text', () => {
  it('throws nothing but a parse error in any format', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(undefined, ...digestFormats),
        (content, format) => {
          try {
            parseDigest({ source: 'fuzz', content }, { today, ...(format && { format }) })
          } catch (error) {
            if (!(error instanceof DigestParseError)) throw error
          }
        },
      ),
      { numRuns: 1500 },
    )
  })
})
