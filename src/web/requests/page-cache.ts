import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Context } from 'hono'

/** A page for everybody, ready to be sent again. */
export interface CachedPage {
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly zipped: Uint8Array<ArrayBuffer>
  /** Name it is saved under; absent where the browser shows it. */
  readonly fileName?: string
}

/** What a builder gives; undefined is a page that is not there, and is never kept. */
export interface PageContent {
  readonly type: string
  readonly body: string
  readonly fileName?: string
}

/** Pages for everybody, kept for a minute, so that a crowd costs one rendering. */
export interface PageCache {
  /** @param key made by us, of bounded variety, and never of a request's header */
  get(key: string, build: () => Promise<PageContent | undefined>): Promise<CachedPage | undefined>
}

const lifetimeMs = 60_000
const maxPages = 400
const zip = promisify(gzip)

/** @param nowMs milliseconds of any clock */
export function createPageCache(nowMs: () => number): PageCache {
  const pages = new Map<string, { readonly page: Promise<CachedPage | undefined>; readonly untilMs: number }>()
  return {
    async get(key, build) {
      const known = pages.get(key)
      if (known && known.untilMs > nowMs()) return known.page
      const page = build().then((content) => (content === undefined ? undefined : pack(content)))
      pages.delete(key)
      pages.set(key, { page, untilMs: nowMs() + lifetimeMs })
      const [oldest] = pages.keys()
      if (pages.size > maxPages && oldest !== undefined) pages.delete(oldest)
      const forget = (): boolean => pages.get(key)?.page === page && pages.delete(key)
      const packed = await page.catch((error: unknown) => {
        forget()
        throw error
      })
      if (packed === undefined) forget()
      return packed
    },
  }
}

async function pack({ type, body, fileName }: PageContent): Promise<CachedPage> {
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const plain = new Uint8Array(Buffer.from(body))
  const zipped = new Uint8Array(await zip(plain))
  return { type, etag, plain, zipped, ...(fileName === undefined ? {} : { fileName }) }
}

/** Answers with a cached page, or with 304 to whoever has it already (RFC 9110 §13.1.2). */
export function sendCached(c: Context, page: CachedPage): Response {
  c.header('ETag', page.etag)
  c.header('Cache-Control', 'public, max-age=60')
  c.header('Vary', 'Accept-Encoding')
  if (hasEtag(c.req.header('if-none-match'), page.etag)) return c.body(null, 304)
  c.header('Content-Type', page.type)
  if (page.fileName !== undefined) c.header('Content-Disposition', `attachment; filename="${page.fileName}"`)
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(c.req.header('accept-encoding') ?? ''))
    return c.body(page.plain)
  c.header('Content-Encoding', 'gzip')
  return c.body(page.zipped)
}

function hasEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  const weak = (tag: string): string => tag.trim().replace(/^W\//, '')
  return (
    ifNoneMatch !== undefined && ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || weak(tag) === weak(etag))
  )
}
