import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Clock, Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Newsletter } from '../issue/issue.ts'
import type { DeliveryWishes } from '../subscribers/profile.ts'
import type { SubscriptionStatus } from '../subscribers/subscription.ts'
import { createToken, readToken, type TokenClaim, type TokenKeyRing, type TokenPurpose } from '../subscribers/token.ts'
import type { Approvals } from './approvals.ts'
import type { Archive } from './archive.ts'
import type { Readers, PageProof } from './readers/readers.ts'
import type { Background } from './requests/background.ts'
import type { PageCache } from './requests/page-cache.ts'
import type { PageTemplates } from './page-templates.ts'
import type { HeadView, PageViews, SiteView } from './page-view.ts'
import { findClientIp, type RateLimits } from './requests/rate-limits.ts'
import type { Webhooks } from './routes/webhooks.ts'

/** A topic that a reader can weigh. */
export interface PageTopic {
  readonly slug: string
  readonly title: string
  readonly sentence?: string
}

/** Everything that the pages need from outside. */
export interface PagesOptions {
  readonly newsletter: Newsletter
  /** Public base address, no slash at the end; every link is made from it and none from a request. */
  readonly publicUrl: string
  readonly keys: TokenKeyRing
  readonly clock: Clock
  readonly templates: PageTemplates
  readonly readers: Readers
  readonly archive: Archive
  readonly approvals: Approvals
  readonly rateLimits: RateLimits
  readonly topics: readonly PageTopic[]
  /** When a reader with these wishes gets their next issue, in words; undefined where nobody knows. */
  readonly findFirstIssue: (wishes: DeliveryWishes) => string | undefined
  /** Our own proxies between the reader and us. */
  readonly proxyCount: number
  /** Lets a request to /metrics in from anywhere; without one, only from this machine. */
  readonly metricsToken?: string
  /** What sending services report; without it there is no such path. */
  readonly webhooks?: Webhooks
  /** Milliseconds before the work behind a reply starts, drawn anew each time. */
  readonly delayMs: () => number
  /** Whether the store answers. */
  isReady(): Promise<boolean>
  countSubscriptions(): Promise<Readonly<Record<SubscriptionStatus, number>>>
  /** Hears of what failed on our side; `route` is the pattern, so that no token gets into a log. */
  onError(error: unknown, request: { readonly id: string; readonly method: string; readonly route: string }): void
}

/** The options and what all routes share. */
export interface Site extends PagesOptions {
  /** Path of `publicUrl`, empty for a host of its own. */
  readonly base: string
  readonly view: SiteView
  readonly background: Background
  readonly cache: PageCache
}

/** The head of a page of one reader: the small masthead, and nothing that leads robots on. */
export function buildHead(site: Site, title: string): HeadView {
  return { site: site.view, title, open: false, strapline: '' }
}

/** The head of a page for everybody. */
export function buildOpenHead(site: Site, title: string, strapline = ''): HeadView {
  return { site: site.view, title, open: true, strapline }
}

/** Answers with a page. */
export function sendPage<Name extends keyof PageViews>(
  c: Context,
  site: Site,
  [name, view]: readonly [Name, PageViews[Name]],
  status: ContentfulStatusCode = 200,
): Response {
  return c.html(site.templates.pages[name](view), status)
}

/** A token of ours; one that never expires counts as issued now. */
interface ClaimReading {
  readonly claim: TokenClaim
  readonly issuedAt: Instant
  readonly isExpired: boolean
}

/**
 * The claim of the token in the path.
 *
 * @throws AppError `unauthorized` unless we made the token for this purpose
 */
export function readClaim(c: Context, site: Site, purpose: TokenPurpose): ClaimReading {
  const reading = readToken(site.keys, c.req.param('token') ?? '', { purpose, now: site.clock.now() })
  if (reading.status === 'forged') {
    throw new AppError('unauthorized', 'This link is not whole, or not one of ours. Open it again from the mail.')
  }
  const { claim, issuedAt = site.clock.now() } = reading
  return { claim, issuedAt, isExpired: reading.status === 'expired' }
}

/** Path of another page of the same reader. */
export function buildReaderPath(site: Site, claim: TokenClaim, purpose: TokenPurpose): string {
  return `/${purpose}/${createToken(site.keys, { ...claim, purpose }, site.clock.now())}`
}

/** Who acts, from where, and under which words. */
export function buildProof(c: Context, site: Site, source: string, wording?: string): PageProof {
  const ip = readClientIp(c, site)
  return { source, ...(ip === 'unknown' ? {} : { ip }), ...(wording === undefined ? {} : { wording }) }
}

/** IP address of the reader; `unknown` without a socket. */
export function readClientIp(c: Context, { proxyCount }: Pick<Site, 'proxyCount'>): string {
  return findClientIp(readSocketIp(c), c.req.header('x-forwarded-for'), proxyCount)
}

/** IP address at the other end of the socket: the reader's, or a proxy's. */
export function readSocketIp(c: Context): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress
}
