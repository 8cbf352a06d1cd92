import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { parseDigest } from '../../src/digest/parse.ts'
import { enrichDigest } from '../../src/sources/enrich.ts'
import { createFetcher } from '../../src/sources/fetcher.ts'
import type { Endpoints } from '../../src/sources/named-source.ts'
import { readInput } from '../../src/sources/read-input.ts'
import { startServer, type TestServer } from '../support/programs/http-server.ts'
import { readSamplePapers, samples } from '../support/sample-digests.ts'
import { Readable } from 'node:stream'

const today = '2026-11-23' as PlainDate
const papers = readSamplePapers()

function prepare(server: TestServer) {
  const fetcher = createFetcher({
    timeoutMs: 5000,
    maxBytes: 1e7,
    allowedHosts: [server.host],
    intervalMs: 0,
    nowMs: () => 0,
    pause: () => Promise.resolve(),
  })
  const endpoints: Endpoints = { huggingFace: server.url, arxivFeeds: server.url, arxivApi: server.url }
  return { fetcher, endpoints }
}

function aDigest(titles: readonly string[]) {
  return parseDigest({ source: 'page', content: JSON.stringify(titles.map((title) => ({ title }))) }, { today })
}

describe('enrichDigest', () => {
  it('finds ids, authors and categories at arXiv, in one query for many titles', async () => {
    await using server = await startServer((_, response) => response.end(samples['arxiv-atom']?.(papers)))
    const given = aDigest([...papers.slice(0, 7).map(({ title }) => title.toUpperCase()), 'A Paper that Nobody Wrote'])
    const { parsed, matches } = await enrichDigest(given, { source: 'arxiv', today, ...prepare(server) })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.path).toContain('ti%3A%22LANTERNFISH%20SPARSE%20ATTENTION')
    expect(parsed.digest.entries.map(({ paper }) => paper.arxivId)).toEqual([
      ...papers.slice(0, 7).map(({ id }) => id),
      undefined,
    ])
    expect(parsed.digest.entries[0]?.paper).toMatchObject({
      primaryCategory: 'cs.CL',
      authors: [{ name: 'Ann Example' }, { name: 'Bo Sample' }, { name: 'Cy Specimen' }],
    })
    expect(parsed.digest.entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(matches.map(({ confidence }) => confidence >= 0.85)).toEqual([...Array<boolean>(7).fill(true), false])
    expect(matches.at(-1)?.key).toBeUndefined()
  })

  it('finds votes at Hugging Face, paper by paper', async () => {
    await using server = await startServer((_, response) => response.end(samples['hf-json']?.(papers)))
    const { parsed, matches } = await enrichDigest(aDigest([papers[1]?.title ?? '']), {
      source: 'hf',
      today,
      ...prepare(server),
    })
    expect(server.requests[0]?.path).toMatch(/^\/api\/papers\/search\?q=Weather%20in%20a%20Teacup/)
    expect(parsed.digest.entries[0]?.signals).toMatchObject({ upvotes: 61 })
    expect(matches).toEqual([
      { title: papers[1]?.title, foundTitle: papers[1]?.title, key: papers[1]?.id, confidence: 1 },
    ])
  })

  it('does not look up what has an id, nor mistake one paper for another', async () => {
    await using server = await startServer((_, response) => response.end(samples['arxiv-atom']?.(papers)))
    const known = parseDigest({ source: 'x', content: JSON.stringify([{ title: 'A', id: '2611.00001' }]) }, { today })
    expect((await enrichDigest(known, { source: 'arxiv', today, ...prepare(server) })).matches).toEqual([])
    expect(server.requests).toHaveLength(0)
    const near = aDigest(['Weather in a Teacup: A Survey of Storms'])
    const { parsed, matches } = await enrichDigest(near, { source: 'arxiv', today, ...prepare(server) })
    expect(parsed.digest.entries[0]?.paper.arxivId).toBeUndefined()
    expect(matches[0]?.confidence).toBeLessThan(0.85)
  })

  it('keeps the digest and says so where the service is away', async () => {
    await using server = await startServer((_, response) => response.writeHead(503).end())
    const { parsed } = await enrichDigest(aDigest(['A', 'B']), { source: 'arxiv', today, ...prepare(server) })
    expect(parsed.digest.entries).toHaveLength(2)
    expect(parsed.problems).toMatchObject([{ code: 'not_enriched' }])
  })
})

describe('readInput of named sources', () => {
  const options = (server: TestServer) => ({
    maxBytes: 1e7,
    stdin: Readable.from([]),
    feeds: { mine: `${server.url}/mine.xml` },
    ...prepare(server),
  })

  it.each([
    ['hf-daily', '/api/daily_papers?limit=100', 'hf-json'],
    ['hf-daily:2026-11-20', '/api/daily_papers?limit=100&date=2026-11-20', 'hf-json'],
    ['arxiv:cs.CL+cs.LG', '/atom/cs.CL+cs.LG', 'feed'],
    ['mine', '/mine.xml', undefined],
  ])('%s asks for %s', async (name, path, format) => {
    await using server = await startServer((_, response) => response.end('answer'))
    const { content, formatHint } = await readInput(name, options(server))
    expect([Buffer.from(content).toString(), formatHint, server.requests[0]?.path]).toEqual(['answer', format, path])
  })

  it.each(['hf-daily:yesterday', 'hf-daily:2026-02-30', 'arxiv:../../x', 'arxiv:'])('refuses %s', async (name) => {
    await using server = await startServer((_, response) => response.end('answer'))
    await expect(readInput(name, options(server))).rejects.toThrow(/names no/)
    expect(server.requests).toHaveLength(0)
  })
})
