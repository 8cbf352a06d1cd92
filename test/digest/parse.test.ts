import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { parseDigest } from '../../src/digest/parse.ts'
import { DigestParseError } from '../../src/errors.ts'
import { fixturePath } from '../support/paths.ts'

const today = '2026-11-23' as PlainDate
const page = readFileSync(fixturePath('digests', 'daily-papers-page.txt'))

function parse(content: string | Uint8Array) {
  return parseDigest({ source: 'a.txt', content }, { today })
}

function refusal(content: string | Uint8Array): string {
  try {
    parse(content)
  } catch (error) {
    if (error instanceof DigestParseError) return error.message
    throw error
  }
  throw new Error('was not refused')
}

describe('parseDigest', () => {
  it('gives the same digest when it reads what it printed', () => {
    const parsed = parse(page)
    const again = parse(JSON.stringify(parsed, undefined, 2))
    expect(again.format).toBe('json')
    expect(again.digest).toEqual(parsed.digest)
    expect(again.problems).toEqual([])
  })

  it('unpacks gzip', () => {
    expect(parse(gzipSync(page)).digest).toEqual(parse(page).digest)
  })

  it('takes the format that it is told', () => {
    const parsed = parseDigest({ source: 'a', content: page }, { today, format: 'page-text' })
    expect([parsed.format, parsed.confidence]).toEqual(['page-text', 1])
    expect(() => parseDigest({ source: 'a', content: page }, { today, format: 'json' })).toThrow(
      /a: looks like json but is not valid/,
    )
  })

  it('B1 refuses what is empty', () => {
    for (const nothing of ['', '\ufeff', '\r\n', '   \n\n']) expect(refusal(nothing)).toMatch(/^a\.txt: is empty/)
    expect(refusal(new Uint8Array([0xef, 0xbb, 0xbf]))).toMatch(/is empty/)
  })

  it('B1 refuses every single octet', () => {
    for (let octet = 0; octet < 256; octet++) expect(refusal(Uint8Array.of(octet))).toMatch(/^a\.txt/)
  })

  it('B1 refuses what holds no paper', () => {
    expect(refusal('x')).toMatch(/no papers found/)
    expect(refusal('[]')).toMatch(/no papers found/)
    expect(refusal('{"entries":[{"title":""},3]}')).toMatch(/no papers found/)
  })

  it('refuses cards with votes that are of no papers', () => {
    const cards = [
      'Teapot\nKeeps your tea warm all day, with a lid made of cork\nUpvote\n124',
      'Bike Lamp\nShines when you ride and sleeps when you do not\nUpvote\n88',
      'Night Garden\nA calm place for your plants, on the balcony or inside\nUpvote\n54',
    ]
    expect(refusal(`Sign in\nTop Products Launching Today\n${cards.join('\n')}\n`)).toMatch(/no papers found/)
  })

  it('says what to do with what only leads to papers', () => {
    expect(refusal('2611.10001\narXiv:2611.10002v3\n')).toMatch(
      /ids of papers.*query\?.*id_list=2611\.10001,2611\.10002\.?$/,
    )
    expect(refusal('https://arxiv.org/abs/2611.10001\nhttps://arxiv.org/abs/2611.10002')).toMatch(/ids of papers/)
    expect(refusal('https://example.org/a\nhttps://example.org/b')).toMatch(/only addresses, no titles/)
    expect(refusal('<?xml version="1.0"?><opml version="2.0"><body/></opml>')).toMatch(/is OPML.*sources\.feeds/)
  })

  it.each([
    [
      'r/example\n•\n2 hr. ago\nu/marlowe\n[R] A Paper\nUpvote\n8\n•\n5 hr. ago\nu/doe\n[D] A Question\n',
      /list of posts/,
    ],
    [
      '1.\nA Paper (arxiv.org)\n84 points by doe 2 hours ago | hide\n2.\nAn Essay\n9 points by roe 3 hours ago | hide\n',
      /HTML/,
    ],
    [
      'Ann\n@ann@example.social\n3h\nA paper is out! We show a thing.\nBo\n@bo@example.org\n2h\nGreat work.\n',
      /list of posts/,
    ],
    ['[[papers]]\ntitle = "A Paper"\nurl = "https://arxiv.org/abs/2611.10001"\n', /is TOML.*YAML/],
    [
      'Daily Papers\nbyAK and the research community\n\nNov 20\n\nNo papers found for this day.\n',
      /no papers for its day/,
    ],
    ['{"error":"Invalid date: 2026-02-30"}', /says "Invalid date: 2026-02-30"/],
    ['[]', /empty list.*another day/],
  ])('says what to do instead of giving %j', (text, advice) => {
    expect(refusal(text)).toMatch(advice)
  })

  it('reads data below the head of the answer that brought them', () => {
    const head = 'HTTP/2 200\ncontent-type: application/json\ndate: Fri, 20 Nov 2026 09:00:00 GMT\n\n'
    const { digest, format } = parse(`${head}[{"title":"A Paper","id":"2611.10001"}]`)
    expect([format, digest.entries.map(({ paper }) => paper.title)]).toEqual(['json', ['A Paper']])
  })

  it('ends a list of bold titles where the next heading begins', () => {
    const item = (name: string, id: number) =>
      `- **A Paper of ${name}**, *Ann Example et al.* [[Paper](https://arxiv.org/abs/2611.1000${id})]\n`
    const list = `## Papers\n${item('Names', 1)}${item('Words', 2)}\n## Tools\n- [a tool](https://github.com/example/tool)\n`
    expect(parse(list).digest.entries.map(({ paper }) => paper.title)).toEqual(['A Paper of Names', 'A Paper of Words'])
  })

  it('reads authors below `Author(s)`', () => {
    const [entry] = parse('Title,Author(s),arXiv\nA Paper,"Ann Example, Bo Sample",2611.10001\n').digest.entries
    expect(entry?.paper.authors.map(({ name }) => name)).toEqual(['Ann Example', 'Bo Sample'])
  })

  it('takes no id for a title', () => {
    const list = '2611.10001\narXiv:2611.10002v3\nhttps://arxiv.org/abs/2611.10003\n'
    expect(refusal(list)).toMatch(/ids of papers.*2611\.10003/)
  })

  it.each([
    'name,email\nAnn Example,ann@example.com\nBo Sample,bo@example.com\n',
    'Name;E-Mail 1;Notes\nAnn Example;ann@example.com;x\n',
    '[{"name":"Ann Example","email":"ann@example.com"}]',
    '{"name":"Ann Example","email":"ann@example.com"}\n{"name":"Bo Sample","email":"bo@example.com"}\n',
  ])('takes no person for a paper: %j', (people) => {
    expect(refusal(people)).toMatch(/subscribers import|no papers found/)
  })

  it('takes a name for a title beside what papers have', () => {
    expect(parse('Name,Link\nA Paper,https://arxiv.org/abs/2611.10001\n').digest.entries).toHaveLength(1)
  })

  it('undoes the escapes of YAML in a quoted title', () => {
    const list = 'papers:\n  - title: "The \\"Gap\\" of a Name"\n    url: https://arxiv.org/abs/2611.10001\n'
    expect(parse(list).digest.entries[0]?.paper.title).toBe('The "Gap" of a Name')
  })

  it('takes titles on lines of their own, and no other lines', () => {
    const titles = [
      'Quiet Hands: Tactile Pretraining for Robots',
      'Do Small Benchmarks Age?',
      'Proof by Committee at Scale',
    ]
    expect(parse(titles.join('\n')).digest.entries.map(({ paper }) => paper.title)).toEqual(titles)
    expect(refusal([...titles, 'see you on Friday then'].join('\n'))).toMatch(/no papers found/)
  })

  it('takes the day of the front matter where the text has none', () => {
    const note = '---\ntitle: Notes\ndate: 2026-11-20\n---\n- [A Paper of Notes](https://arxiv.org/abs/2611.10001)\n'
    expect(parse(note)).toMatchObject({
      digest: { date: '2026-11-20', entries: [{ paper: { title: 'A Paper of Notes' } }] },
    })
  })

  it.each([
    ['100 MB', () => Buffer.alloc(100 * 1024 * 1024, 'word '), /larger than 20 MB/],
    ['100 MB on one line', () => Buffer.alloc(100 * 1024 * 1024, 'a'), /larger than 20 MB/],
    ['ten million lines', () => Buffer.alloc(20_000_000, 'a\n'), /no papers found/],
    ['ten million empty lines', () => Buffer.alloc(10_000_000, '\n'), /is empty/],
    ['19 MB on one line', () => Buffer.alloc(19_000_000, 'word '), /no papers found/],
    [
      '10 GB packed into 10 MB',
      () => Buffer.concat(Array(1000).fill(gzipSync(Buffer.alloc(10_000_000)))),
      /unpacks to more/,
    ],
  ])('B2 refuses %s in less than a second', (_, make, words) => {
    const content = make()
    const before = process.cpuUsage()
    expect(refusal(content)).toMatch(words)
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1)
  })

  it('B2 refuses more than 20 MB at once, unpacked as well', () => {
    expect(refusal(Buffer.alloc(21 * 1024 * 1024, 'a'))).toMatch(/larger than 20 MB/)
    expect(refusal(gzipSync(Buffer.alloc(200 * 1024 * 1024)))).toMatch(/unpacks to more than 20 MB/)
  })

  it('B3 undoes a reading in a wrong encoding, and leaves a text alone that only looks a little like one', () => {
    const text = 'title,authors\n"The Naïve Größe of “Small” Models","Ivo Příklad, Noé Exemple"\n'
    const octets = Buffer.from(text)
    for (const wrong of [octets.toString('latin1'), new TextDecoder('windows-1252').decode(octets)]) {
      const parsed = parse(wrong)
      expect(parsed.digest).toEqual(parse(text).digest)
      expect(parsed.problems.map(({ code }) => code)).toEqual(['encoding'])
    }
    const french = 'title,authors\nQUALITÉ\u00a0: Mesurer Ce Qui Est Lu,Ivo Příklad et Noé Exemple\n'
    expect(parse(french)).toMatchObject({
      problems: [],
      digest: { entries: [{ paper: { title: 'QUALITÉ : Mesurer Ce Qui Est Lu' } }] },
    })
  })

  it('refuses octets that are no text', () => {
    expect(refusal(Buffer.from(String.raw`{\rtf1\ansi A title}`))).toMatch(/is a document in RTF/)
    expect(refusal(Buffer.from('%PDF-1.7 …'))).toMatch(/is a PDF/)
    expect(refusal(Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 89) % 256)))).toMatch(/is binary/)
  })
})
