import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Clock } from '../clock.ts'
import type { Newsletter } from '../issue/issue.ts'
import type { DeliveryWishes } from '../subscribers/profile.ts'
import type { SubscriptionStatus } from '../subscribers/subscription.ts'
import type { TokenKeyRing } from '../subscribers/token.ts'
import type { Approvals } from './approvals.ts'
import type { Archive } from './archive.ts'
import type { PageTopic } from './preferences/preferences-form.ts'
import type { Readers } from './readers/readers.ts'
import type { Background } from './requests/background.ts'
import type { PageCache } from './requests/page-cache.ts'
import type { PageTemplates } from './page-templates.ts'
import type { HeadView, PageViews } from './page-view.ts'
import type { SiteView } from './site-view.ts'
import type { RateLimits } from './requests/rate-limits.ts'
import type { Webhooks } from './webhooks.ts'

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
