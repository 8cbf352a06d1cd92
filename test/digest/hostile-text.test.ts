import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import type { Paper } from '../../src/digest/paper.ts'
import { parseDigest } from '../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate

function read(fields: object): Paper | undefined {
  return parseDigest({ source: 'x', content: JSON.stringify([fields]) }, { today }).digest.entries[0]?.paper
}

/** The same text in every field that people read; what becomes of it must not depend on the field. */
function readEverywhere(text: string): (string | undefined)[] {
  const words = `Ann ${text} Example`
  const paper = read({ title: words, abstract: words, authors: [words], comment: words })
  return [paper?.title, paper?.abstract, paper?.authors[0]?.name]
}

function everywhere(text: string): string[] {
  const words = `Ann ${text} Example`.replace(/\s+/g, ' ')
  return [words, words, words]
}

describe('hostile text in titles, abstracts and names', () => {
  it('B3 keeps no control character, of either set', () => {
    const all = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(
      (sign) => !/[ -~]/.test(sign),
    )
    for (const control of all) {
      const isSpace = /[\t\n\v\f\r\u0085]/.test(control)
      expect(readEverywhere(`a${control}b`)).toEqual(everywhere(isSpace ? 'a b' : 'ab'))
    }
    expect(read({ title: 'Attention\u0000 is all' })?.title).toBe('Attention is all')
    expect(read({ title: 'Ring the Bell\u0007' })?.title).toBe('Ring the Bell')
    expect(read({ title: 'Half a Face \ud83d' })?.title).toBe('Half a Face \ufffd')
    expect(readEverywhere('a\rb\nc\r\nd\u2028e\u2029f')).toEqual(everywhere('a b c d e f'))
  })

  it.each([
    ['paper\u202Efdp.exe', 'paperfdp.exe'],
    ['\u2066a \u2067b \u2068c', 'a b c'],
    ['a\u2069 b\u2069', 'a b'],
    ['pay\u200Bpal', 'paypal'],
    ['in\uFEFFside', 'inside'],
    ['tag\u{E0001}\u{E0065}\u{E006E}\u{E007F}ged', 'tagged'],
    ['a\uFE00b\uFE0Fc', 'abc'],
    ['a\u{E0100}b', 'ab'],
    [`z${'\u0351'.repeat(500)}`, `z${'\u0351'.repeat(8)}`],
  ])('B4 cleans %j', (text, clean) => {
    expect(readEverywhere(text)).toEqual(everywhere(clean))
  })

  it.each([
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['<img src=x onerror=alert(1)>', ''],
    ['<svg/onload=alert(1)>', '<svg/onload=alert(1)>'],
    ['</style><script>', '</style><script>'],
    ['<!--[if mso]><img src=https://evil>', '<!--[if mso]>'],
    [']]>', ']]>'],
    ['&lt;script&gt;', '<script>'],
    ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['AT&T <3', 'AT&T <3'],
  ])('B5 reads %s as text, or takes its picture out', (text, clean) => {
    expect(readEverywhere(text)).toEqual(everywhere(clean))
  })

  it.each([
    '{{constructor.constructor "return process"()}}',
    '{{#with "s" as |string|}}',
    '{{> partial}}',
    '{{lookup . "__proto__"}}',
    '<%= %>',
    '${7*7}',
  ])('B6 leaves %s literally', (text) => {
    expect(readEverywhere(text)).toEqual(everywhere(text))
  })

  it('B6 takes braces around a word for those of TeX', () => {
    expect(readEverywhere('{{{x}}}')).toEqual(everywhere('x'))
  })

  it.each([
    '<mj-include path="/etc/passwd" type="html"/>',
    '<mj-raw><script>',
    '</mj-text><mj-button href="https://evil">',
    '<mj-attributes>',
    '<mj-style inline="inline">',
  ])('B7 leaves %s literally', (text) => {
    expect(readEverywhere(text)).toEqual(everywhere(text))
  })

  it('B19 bears endless titles, words, lines and addresses', () => {
    expect(read({ title: 't'.repeat(100_000) })?.title).toHaveLength(1000)
    expect(read({ title: `A ${'word'.repeat(1250)} in a Title` })?.title).toHaveLength(1000)
    expect(read({ title: 'A Paper', abstract: 'é'.repeat(2500) })?.abstract).toHaveLength(2500)
    const address = (length: number) => `https://papers.example.com/${'a'.repeat(length - 27)}`
    expect(read({ title: 'A Paper', url: address(1200) })?.url).toBe(address(1200))
    expect(read({ title: 'A Paper', url: address(2001) })?.links.map(({ kind }) => kind)).toEqual(['search'])
  })

  it.each(['   ', '\u200b\u202e', '\u0000', '—'])('B20 takes %j for no title', (title) => {
    expect(() => read({ title })).toThrow(/no papers found/)
  })

  it.each([
    '\u{1F4C4}'.repeat(60),
    '\u{1F1E9}\u{1F1EA}\u{1F1EB}\u{1F1F7}',
    '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}',
    '\u{1F44B}\u{1F3FF}',
    '1\uFE0F\u20E3',
    'Re: a title',
    '=?utf-8?q?caf=C3=A9?=',
  ])('B20 keeps %s', (text) => {
    expect(readEverywhere(text)).toEqual(everywhere(text))
  })

  it.each(['רשתות נוירונים', 'التعلم العميق', 'רשתות GPT-4 עם 42 שכבות', 'نماذج BERT في 2026'])(
    'B21 keeps %s in its order, as a name too',
    (text) => {
      expect(readEverywhere(text)).toEqual(everywhere(text))
    },
  )

  it('B21 reads a list of authors in Hebrew', () => {
    const paper = read({ title: 'A Paper', authors: 'דנה לוי, יוסי כהן' })
    expect(paper?.authors.map(({ name }) => name)).toEqual(['דנה לוי', 'יוסי כהן'])
  })

  it.each([
    ['$\\alpha<\\beta$', 'α<β'],
    ['\\input{/etc/passwd}', '/etc/passwd'],
    ['&alpha;', 'α'],
    ['costs 5 $ and', 'costs 5 $ and'],
    ['$x', '$x'],
  ])('B22 reads %s and runs nothing', (text, clean) => {
    expect(readEverywhere(text)).toEqual(everywhere(clean))
  })
})

describe('B24 counts and days that are none', () => {
  const signalsOf = (json: string) =>
    parseDigest({ source: 'x', content: `[{"title":"A Paper"${json}}]` }, { today }).digest.entries[0]?.signals

  it.each([
    [',"upvotes":"NaN"', {}],
    [',"upvotes":-1', {}],
    [',"upvotes":1e308', {}],
    [',"upvotes":1e400', {}],
    [',"upvotes":"12k"', { upvotes: 12_000 }],
    ['', {}],
    [',"upvotes":null', {}],
    [',"upvotes":-0', { upvotes: 0 }],
  ])('B24 reads %s as %j', (json, signals) => {
    expect(signalsOf(json)).toEqual(signals)
  })

  it.each([
    ['-000001-01-01T00:00:00Z', undefined],
    ['0000-01-01', undefined],
    ['2026-13-45', undefined],
    ['2027-06-01T00:00:00Z', '2027-06-01T00:00:00Z'],
    ['2026-11-20T08:00:00', '2026-11-20T08:00:00Z'],
  ])('B24 reads the day %s as %s', (published, instant) => {
    expect(read({ title: 'A Paper', published })?.published).toBe(instant)
  })

  it('B24 dates no digest in the future', () => {
    const item = (day: string) =>
      `<rss><channel><pubDate>${day}</pubDate><item><title>A Paper</title></item></channel></rss>`
    const dateOf = (day: string) => parseDigest({ source: 'x', content: item(day) }, { today }).digest.date
    expect(dateOf('Fri, 20 Nov 2026 00:00:00 GMT')).toBe('2026-11-20')
    expect(dateOf('Fri, 20 Nov 2037 00:00:00 GMT')).toBe(today)
  })
})
