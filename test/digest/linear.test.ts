import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { digestFormats } from '../../src/digest/formats.ts'
import { parseDigest } from '../../src/digest/parse.ts'
import { DigestParseError } from '../../src/errors.ts'
import { readSamplePapers, samples } from '../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
const hostile: [name: string, unit: string][] = [
  ['a', 'a'],
  ['angle brackets', '<'],
  ['open tags', '<a'],
  ['comments', '<!--'],
  ['ampersands', '&'],
  ['parentheses', '('],
  ['brackets', '['],
  ['images', '!['],
  ['braces', '{'],
  ['closing braces', '}'],
  ['dollars', '$'],
  ['carets', '^'],
  ['backslashes', '\\'],
  ['commands', '\\textbf{'],
  ['backticks', '`'],
  ['quotes', "'"],
  ['spaces', ' '],
  ['line ends', '\n'],
  ['dashes', '-'],
  ['bars', '|'],
  ['equals', '='],
  ['commas', ','],
  ['quotation marks', '"'],
  ['addresses', 'https://a.b/'],
  ['links', '[a](b'],
  ['references', '[1]a '],
  ['titles', 'Title: '],
  ['entries', '@misc{a,'],
  ['accents', "\\'"],
  ['Greek', 'alpha'],
  ['digits', '1'],
  ['dates', 'Jan '],
  ['words', 'ab '],
]

/** Milliseconds of CPU that reading takes in whatever way it ends. */
function time(content: string, format: (typeof digestFormats)[number] | undefined): number {
  const before = process.cpuUsage()
  try {
    parseDigest({ source: 'x', content }, { today, ...(format && { format }) })
  } catch (error) {
    if (!(error instanceof DigestParseError)) throw error
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe('B16 what FAULTS names takes less than a second for each megabyte', () => {
  it.each([
    ['a letter 100,000 times and a mark', `${'a'.repeat(100_000)}!`],
    ['20,000 angle brackets', '<'.repeat(20_000)],
    ['20,000 open tags', '<a'.repeat(20_000)],
    ['20,000 comments', '<!--'.repeat(20_000)],
    ['100,000 ampersands', '&'.repeat(100_000)],
    ['50,000 parentheses', '('.repeat(50_000)],
    ['a million spaces', ' '.repeat(1_000_000)],
    ['a million line ends', '\n'.repeat(1_000_000)],
    ['200,000 elements in each other', '<div><b>'.repeat(100_000)],
  ])('B16 %s', { timeout: 60_000 }, (_, text) => {
    const inputs: [string, (typeof digestFormats)[number] | undefined][] = [
      [text, undefined],
      [JSON.stringify([{ title: text, abstract: text, authors: [text], url: text, doi: text, id: text }]), undefined],
      ...digestFormats.map((format): [string, typeof format] => [`A ${text} B`, format]),
    ]
    for (const [content, format] of inputs)
      expect([format, time(content, format) < 1000 * Math.max(1, content.length / 1e6)]).toEqual([format, true])
  })
})

describe('B16 no text makes a parser slow', () => {
  it.each(hostile)('%s', (_, unit) => {
    const long = unit.repeat(Math.ceil(30_000 / unit.length))
    const papers = readSamplePapers()
      .slice(0, 1)
      .map((paper) => ({ ...paper, title: `A ${long.slice(0, 8000)}`, abstract: long }))
    const inputs: [string, (typeof digestFormats)[number] | undefined][] = [
      [`${long}!`, undefined],
      ...digestFormats.map((format): [string, typeof format] => [`${long}!`, format]),
      ...Object.values(samples).map((render): [string, undefined] => [render(papers), undefined]),
    ]
    for (const [content, format] of inputs) expect(time(content, format)).toBeLessThan(1000)
  })
})
