import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate

function parse(content: string) {
  return parseDigest({ source: 'feed', content }, { today })
}

function rss(items: string, head = ''): string {
  return `<?xml version="1.0"?>${head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title><link>https://papers.example.org/</link>${items}</channel></rss>`
}

describe('feeds', () => {
  it('reads RDF with Dublin Core', () => {
    const text =
      '<rdf:RDF xmlns:rdf="x"><channel><dc:date>2026-11-19</dc:date></channel><item rdf:about="https://arxiv.org/abs/2411.01234"><title>A paper</title><link>https://arxiv.org/abs/2411.01234</link><description>&lt;p&gt;What it &lt;i&gt;says&lt;/i&gt;.&lt;/p&gt;</description><dc:creator>&lt;a href="x"&gt;Ann Example&lt;/a&gt;, Bo Sample</dc:creator></item></rdf:RDF>'
    const { digest } = parse(text)
    expect(digest.date).toBe('2026-11-19')
    expect(digest.entries[0]?.paper).toMatchObject({
      arxivId: '2411.01234',
      abstract: 'What it says.',
      authors: [{ name: 'Ann Example' }, { name: 'Bo Sample' }],
    })
  })

  it('takes announcements, old ids in titles, and summaries of models out', () => {
    const { digest } = parse(
      rss(
        '<item><title>Old style. (arXiv:2105.01234v1 [cs.LG])</title><link>https://arxiv.org/abs/2105.01234</link><description>arXiv:2105.01234v1 Announce Type: new \nAbstract: The words.</description></item><item><title>B</title><description>Made up. \t\tAI-generated summary \t\t Its own words.</description></item>',
      ),
    )
    expect(digest.entries.map(({ paper }) => [paper.title, paper.abstract])).toEqual([
      ['Old style', 'The words.'],
      ['B', 'Its own words.'],
    ])
  })

  it('resolves relative links and reads CDATA', () => {
    const { digest } = parse(
      rss(
        '<item><title><![CDATA[A <b>title</b>]]></title><link>/p/1</link><description><![CDATA[<p>One.</p><script>x()</script>]]></description></item>',
      ),
    )
    expect(digest.entries[0]?.paper).toMatchObject({
      title: 'A title',
      url: 'https://papers.example.org/p/1',
      abstract: 'One.',
    })
  })

  it('B14 refuses a document type of its own, and expands nothing', () => {
    const bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'
    expect(() => parse(rss('<item><title>&lol2;</title></item>', bomb))).toThrow(/declares a document type of its own/)
    expect(() =>
      parse(rss('<item><title>&x;</title></item>', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    ).toThrow(/document type/)
    const external = parse(
      rss(
        '<item><title>A &xxe; <xi:include href="file:///etc/passwd"/>b</title></item>',
        '<?xml-stylesheet href="https://evil.test/x.xsl"?><!DOCTYPE rss SYSTEM "https://evil.test/x.dtd">',
      ),
    )
    expect(external.digest.entries[0]?.paper.title).toBe('A &xxe; b')
  })

  it('B14 refuses entities that grow by squares, and a declaration of an encoding that it has not', () => {
    const long = `<!DOCTYPE r [<!ENTITY a "${'a'.repeat(100_000)}">]>`
    expect(() => parse(rss(`<item><title>${'&a;'.repeat(1000)}</title></item>`, long))).toThrow(/document type/)
    const declared = (encoding: string) =>
      rss('<item><title>Größe</title></item>', `<?xml version="1.0" encoding="${encoding}"?>`)
    for (const encoding of ['utf-16', 'us-ascii', 'x-unknown'])
      expect(parse(declared(encoding)).digest.entries[0]?.paper.title).toBe('Größe')
  })

  it('B14 takes one entry of two with the same guid', () => {
    const item = '<item><title>A Paper</title><guid>https://papers.example.org/1</guid></item>'
    expect(parse(rss(item + item)).digest.entries).toHaveLength(1)
  })

  it('B14 reads a million character references in linear time, and stops at depth', () => {
    expect(
      parse(rss(`<item><title>A</title><description>${'&#65;'.repeat(1_000_000)}</description></item>`)).digest.entries,
    ).toHaveLength(1)
    expect(() => parse(rss(`<item><title>A</title>${'<a>'.repeat(100_000)}</item>`))).toThrow(/nested deeper than 64/)
  })

  it('B14 reads five thousand entries of a hundred thousand, and says so', () => {
    const { digest, problems } = parse(
      rss(Array.from({ length: 100_000 }, (_, index) => `<item><title>P${index}</title></item>`).join('')),
    )
    expect(digest.entries).toHaveLength(5000)
    expect(problems).toMatchObject([{ code: 'too_many' }])
  })

  it('B14 skips what is cut off, an impossible date, and a repeated entry', () => {
    const { digest, problems } = parse(
      '<rss><channel><item><title>A</title><pubDate>Mon, 01 Jan 99999 00:00:00 GMT</pubDate></item><item><title>A</title></item><item><title>B</title><descr',
    )
    expect(digest.entries.map(({ paper }) => [paper.title, paper.published])).toEqual([['A', undefined]])
    expect(problems).toMatchObject([{ code: 'truncated' }])
  })

  it('B14 refuses a feed without entries, and the error that arXiv answers', () => {
    expect(() => parse(rss(''))).toThrow(/no papers found .*The feed has no entries/)
    expect(() =>
      parse(
        '<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id</summary></entry></feed>',
      ),
    ).toThrow(/is an error that arXiv answered: "incorrect id"/)
  })
})
