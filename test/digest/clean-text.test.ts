import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { cleanText } from '../../src/digest/clean-text.ts'
import { parseDigest } from '../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate

function titleOf(title: string): string | undefined {
  return parseDigest({ source: 'x', content: JSON.stringify([{ title }]) }, { today }).digest.entries[0]?.paper.title
}

describe('cleanText', () => {
  it('B3 takes out controls, lone surrogates and odd line ends', () => {
    expect(cleanText('Attention\u0000 is\u0007 all\u009b')).toBe('Attention is all')
    expect(cleanText('a\ud83db')).toBe('a\ufffdb')
    expect(cleanText(' a\u2028b\u2029c\r\nd\te\u0085f\u00a0g ')).toBe('a b c d e f g')
  })

  it('B4 takes out what turns text around or is not seen', () => {
    expect(cleanText('paper\u202efdp.exe \u2066a\u2069 \u200ex')).toBe('paperfdp.exe a x')
    expect(cleanText('pay\u200bpal \ufeffx\u{e0001}\u{e0041} s\u00adoft')).toBe('paypal x soft')
    expect(cleanText(`z${'\u0301'.repeat(500)}`)).toBe('\u017a' + '\u0301'.repeat(7))
    expect(cleanText('a\ufe0fb \u2764\ufe0f')).toBe('ab \u2764\ufe0f')
    expect(cleanText('mark \ue000 of \uf8ff ours')).toBe('mark of ours')
  })

  it('B4 keeps joiners where a script or an emoji needs them', () => {
    expect(cleanText('\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645')).toContain('\u200c')
    expect(cleanText('\u{1f468}\u200d\u{1f4bb}')).toBe('\u{1f468}\u200d\u{1f4bb}')
    expect(cleanText('pay\u200dpal')).toBe('paypal')
  })

  it('B20 keeps graphemes whole: flags, families, skin tones, keycaps', () => {
    for (const text of [
      '\u{1f1eb}\u{1f1f7}',
      '\u{1f469}\u{1f3fd}\u200d\u{1f52c}',
      '1\ufe0f\u20e3',
      '\u{1f4c4}'.repeat(60),
      '=?utf-8?q?a?=',
    ]) {
      expect(cleanText(text)).toBe(text)
    }
  })

  it('B21 keeps Hebrew, Arabic and mixed text in its order', () => {
    for (const text of [
      '\u05e8\u05e9\u05ea\u05d5\u05ea GPT-4 \u05d1\u05e2\u05d1\u05e8\u05d9\u05ea',
      '\u062a\u0639\u0644\u0645 42 \u0622\u0644\u064a',
    ])
      expect(cleanText(text)).toBe(text)
  })
})

describe('texts of a digest', () => {
  it('B3 honours a declared charset, knows UTF-16 and Windows-1252, and warns of what cannot be read', () => {
    const read = (content: Uint8Array) => parseDigest({ source: 'x', content }, { today })
    const list = (title: string) => JSON.stringify([{ title }])
    const titles = (content: Uint8Array) => read(content).digest.entries.map(({ paper }) => paper.title)
    expect(titles(Buffer.from(`\ufeff${list('Café')}`, 'utf16le'))).toEqual(['Café'])
    expect(titles(Buffer.from(list('Café'), 'utf16le').swap16())).toEqual(['Café'])
    expect(titles(Buffer.from(list('Café naïve'), 'latin1'))).toEqual(['Café naïve'])
    expect(
      titles(
        Buffer.from(
          '<?xml version="1.0" encoding="iso-8859-2"?><rss><channel><item><title>\u00b3\u00f3d\u00bc</title></item></channel></rss>',
          'latin1',
        ),
      ),
    ).toEqual(['łódź'])
    const broken = read(Buffer.concat([Buffer.from('[{"title":"a '), Buffer.from([0xc3, 0x28]), Buffer.from(' b"}]')]))
    expect(broken.digest.entries[0]?.paper.title).toBe('a \ufffd( b')
    expect(broken.problems).toMatchObject([{ code: 'encoding' }])
  })

  it('B5 shows HTML as text or takes its formatting out, never half of it', () => {
    expect(titleOf("Let's <think> about <script>alert(1)</script>")).toBe(
      "Let's <think> about <script>alert(1)</script>",
    )
    expect(titleOf('H<sub>2</sub>O and <b>bold</b> AT&amp;T &lt;3')).toBe('H2O and bold AT&T <3')
    expect(titleOf('AT&T <3 ]]> <!--[if mso]>')).toBe('AT&T <3 ]]> <!--[if mso]>')
  })

  it.each([
    '{{constructor.constructor "return process"()}}',
    '{{> partial}}',
    '{{{x}}}',
    '<%= x %>',
    '<mj-include path="/etc/passwd"/>',
  ])('B6 B7 leaves %s as it is', (code) => {
    expect(titleOf(`A ${code} title`)).toContain(code.replace(/[{}]/g, '').slice(0, 8))
  })

  it('B19 cuts a title of 100,000 characters, and reads ten thousand authors', () => {
    expect(titleOf('word '.repeat(20_000))?.length).toBeLessThanOrEqual(1000)
    const authors = Array.from({ length: 10_000 }, (_, index) => `Author Number${index}`)
    const [entry] = parseDigest({ source: 'x', content: JSON.stringify([{ title: 'A', authors }]) }, { today }).digest
      .entries
    expect([entry?.paper.authors.length, entry?.paper.authorCount]).toEqual([3000, 10_000])
  })

  it('B22 runs no TeX', () => {
    expect(titleOf('$\\alpha<\\beta$ \\input{/etc/passwd} and $ alone')).toBe('α<β /etc/passwd and $ alone')
  })

  it('B24 keeps only votes that are counts, and only dates that are', () => {
    const signals = (upvotes: unknown) =>
      parseDigest(
        { source: 'x', content: JSON.stringify([{ title: 'A', upvotes, published: '0000-00-00' }]) },
        { today },
      ).digest.entries[0]
    expect(['12k', 3, '1,204', '0'].map((value) => signals(value)?.signals['upvotes'])).toEqual([12_000, 3, 1204, 0])
    for (const value of ['NaN', -1, 1e308, 'many', null, {}, [], true]) expect(signals(value)?.signals).toEqual({})
    expect(signals(1)?.paper.published).toBeUndefined()
  })
})
