/**
 * Polite fetching: one request at a time, with a pause between two to the same host (arXiv asks for three seconds),
 * conditional where an earlier answer is kept, and again with growing pauses where a server is busy or away.
 */
import { AppError } from '../errors.ts'
import { getGuarded, type GetOptions, type GetResponse } from './guarded-get.ts'

/** An answer that is kept to ask whether it still holds (RFC 9110 §13). */
export interface KeptAnswer {
  readonly etag?: string
  readonly lastModified?: string
  readonly body: Uint8Array
}

/** Where answers are kept between runs. */
export interface AnswerCache {
  find(url: string): Promise<KeptAnswer | undefined>
  record(url: string, answer: KeptAnswer): Promise<void>
}

/** What a fetcher needs from the world. */
export interface FetcherOptions extends GetOptions {
  readonly cache?: AnswerCache
  readonly pause: (ms: number) => Promise<void>
  readonly nowMs: () => number
  /** Least time between two requests to one host. */
  readonly intervalMs: number
}

/** Gets the content of an address. */
export interface Fetcher {
  get(url: string): Promise<Uint8Array>
}

const attempts = 3
const firstPauseMs = 2000
const longestPauseMs = 60_000

/** Makes a fetcher; its requests wait for each other however many callers it has. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const lastAsked = new Map<string, number>()
  let queue: Promise<unknown> = Promise.resolve()
  return {
    get(url) {
      const answer = queue.then(() => getPolitely(url, options, lastAsked))
      queue = answer.catch(() => undefined)
      return answer
    },
  }
}

async function getPolitely(url: string, options: FetcherOptions, lastAsked: Map<string, number>): Promise<Uint8Array> {
  const kept = await options.cache?.find(url)
  for (let attempt = 1; ; attempt++) {
    await waitForTurn(url, options, lastAsked)
    const response = await tryGet(url, { ...options, headers: { ...options.headers, ...formatConditions(kept) } })
    if (!(response instanceof AppError)) {
      if (response.status === 304 && kept !== undefined) return kept.body
      if (response.status === 200) return keep(url, response, options.cache)
    }
    const retryMs = response instanceof AppError ? firstPauseMs : readRetry(response, options.nowMs())
    if (retryMs === undefined || attempt === attempts)
      throw response instanceof AppError ? response : describeStatus(url, response.status)
    await options.pause(Math.min(longestPauseMs, Math.max(retryMs, firstPauseMs * 2 ** (attempt - 1))))
  }
}

/** What may not be asked is an error at once; what does not answer is worth another try. */
async function tryGet(url: string, options: GetOptions): Promise<GetResponse | AppError> {
  try {
    return await getGuarded(url, options)
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return error
    throw error
  }
}

async function waitForTurn(
  url: string,
  { pause, nowMs, intervalMs }: FetcherOptions,
  lastAsked: Map<string, number>,
): Promise<void> {
  const host = URL.parse(url)?.host ?? ''
  const waitMs = (lastAsked.get(host) ?? -Infinity) + intervalMs - nowMs()
  if (waitMs > 0) await pause(waitMs)
  lastAsked.set(host, nowMs())
}

function formatConditions(kept: KeptAnswer | undefined): Record<string, string> {
  return {
    ...(kept?.etag !== undefined && { 'if-none-match': kept.etag }),
    ...(kept?.lastModified !== undefined && { 'if-modified-since': kept.lastModified }),
  }
}

async function keep(url: string, { body, headers }: GetResponse, cache: AnswerCache | undefined): Promise<Uint8Array> {
  const etag = headers['etag']
  const lastModified = headers['last-modified']
  if (etag !== undefined || lastModified !== undefined) {
    await cache?.record(url, {
      body,
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    })
  }
  return body
}

/** Milliseconds to wait where another try may help (RFC 9110 §10.2.3), undefined where it will not. */
function readRetry({ status, headers }: GetResponse, nowMs: number): number | undefined {
  if (status !== 429 && status < 500) return undefined
  const after = headers['retry-after']
  if (after === undefined) return firstPauseMs
  const ms = /^\d{1,6}$/.test(after) ? Number(after) * 1000 : Date.parse(after) - nowMs
  return Number.isFinite(ms) ? Math.max(0, ms) : firstPauseMs
}

function describeStatus(url: string, status: number): AppError {
  const host = URL.parse(url)?.host ?? url
  if (status === 404 || status === 410)
    return new AppError('not_found', `${url} is not there (${host} answers ${status}). Check the address.`)
  if (status === 401 || status === 403) return new AppError('unauthorized', `${host} refuses ${url} (${status}).`)
  return new AppError('unavailable', `${host} answers ${status} for ${url}. Try again later.`)
}
