import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rankPapers } from '../../src/ranking/rank.ts'
import { formatSummaryReport, writeSummaries } from '../../src/ranking/summary/write-summaries.ts'
import { createLlmSummaryWriter } from '../../src/sources/llm-summary.ts'
import { aDigest } from '../support/papers.ts'

const extract = 'We propose a teapot that pours by itself.'
const ranking = rankPapers(
  aDigest([
    { title: 'Teapots that Pour', key: 'a', abstract: extract },
    { title: 'Kettles that Sing', key: 'b', abstract: 'We study kettles that sing in tune.' },
    { title: 'Without an Abstract', key: 'c' },
  ]),
)

let folder: string
let server: Server
let url: string
let requests: { body: string; authorization: string | undefined }[]
let answer: (body: string) => { status: number; text: string } | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'summaries-'))
  requests = []
  answer = () => ({ status: 200, text: completion('A teapot pours by itself.') })
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      requests.push({ body, authorization: request.headers.authorization })
      const given = answer(body)
      if (given) response.writeHead(given.status, { 'content-type': 'application/json' }).end(given.text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

function completion(content: unknown): string {
  return JSON.stringify({ choices: [{ message: { content } }], usage: { prompt_tokens: 100, completion_tokens: 10 } })
}

function write(timeoutMs = 5000): ReturnType<typeof writeSummaries> {
  const writer = createLlmSummaryWriter({
    url,
    model: 'tea-1',
    key: 'secret',
    timeoutMs,
    cacheFolder: join(folder, 'kept'),
  })
  return writeSummaries(ranking, writer, 280)
}

function summariesOf({ ranking }: Awaited<ReturnType<typeof writeSummaries>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    ranking.groups.flatMap(({ papers }) => papers.map(({ paper, summary }) => [paper.key, summary])),
  )
}

describe('summaries by a language model', () => {
  it('takes the summary of the model, asks with the key, and tells the cost', async () => {
    const result = await write()
    expect(summariesOf(result)).toMatchObject({
      a: ['A teapot pours by itself.'],
      b: ['A teapot pours by itself.'],
      c: [],
    })
    expect(requests).toHaveLength(2)
    expect(requests[0]?.authorization).toBe('Bearer secret')
    expect(JSON.parse(requests[0]?.body ?? '{}')).toMatchObject({ model: 'tea-1', temperature: 0 })
    expect(formatSummaryReport(result.report)).toBe('2 summaries written (200 tokens in, 20 out), 0 kept from before.')
  })

  it('asks once for the same paper and prompt', async () => {
    await write()
    const again = await write()
    expect(requests).toHaveLength(2)
    expect(again.report).toMatchObject({ written: 0, kept: 2, inputTokens: 0 })
  })

  it.each([
    ['an error of the server', { status: 500, text: '{}' }, 'it answered 500'],
    ['an answer that is no JSON', { status: 200, text: '<html>' }, 'failed'],
    ['an answer without a text', { status: 200, text: '{"choices":[]}' }, 'without a text'],
    ['an empty text', { status: 200, text: completion(' ') }, 'was empty'],
    ['a text too long', { status: 200, text: completion('Tea. '.repeat(100)) }, '280 are allowed'],
    ['half a sentence', { status: 200, text: completion('A teapot that') }, 'whole sentence'],
  ])('falls back on the abstract and says so after %s', async (_, given, reason) => {
    answer = () => given
    const result = await write()
    expect(summariesOf(result)['a']).toEqual([extract])
    expect(formatSummaryReport(result.report)).toContain(reason)
    expect(formatSummaryReport(result.report)).toContain('2 taken from the abstract instead')
  })

  it('falls back when the model does not answer in time', async () => {
    answer = () => undefined
    const result = await write(50)
    expect(summariesOf(result)['a']).toEqual([extract])
    expect(formatSummaryReport(result.report)).toContain('no answer in 0.05 s')
  })

  it('keeps nothing that the key or the prompt would leak into names of files', async () => {
    const result = await write()
    expect(JSON.stringify(result.report)).not.toContain('secret')
  })
})
