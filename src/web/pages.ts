/*
 * The pages of a newsletter as one application: sign-up, a reader's own pages, archive, feeds, and what operators ask for.
 * In: ports to readers, issues and limits. Guaranteed: GET and HEAD change nothing; a reader's page needs its token; the
 * answer to a sign-up does not depend on the address; links come from the configured address, never from a request.
 */
import { Hono } from 'hono'
import { createBackground } from './requests/background.ts'
import { createMetrics, measureRequests } from './requests/metrics.ts'
import { createPageCache } from './requests/page-cache.ts'
import { buildSiteView } from './site-view.ts'
import { reportProblem, throwNotFound } from './requests/problem.ts'
import { rememberRefusals } from './requests/rate-limits.ts'
import { addApprovalRoutes } from './routes/approval.ts'
import { addArchiveRoutes } from './routes/archive.ts'
import { addAssetRoutes } from './routes/assets.ts'
import { addConfirmRoutes } from './routes/confirm.ts'
import { addFeedRoutes } from './routes/feeds.ts'
import { addFeedbackRoutes } from './routes/feedback.ts'
import { addOperationRoutes } from './routes/operations.ts'
import { addPreferencesRoutes } from './routes/preferences.ts'
import { addSubscribeRoutes } from './routes/subscribe.ts'
import { addUnsubscribeRoutes } from './routes/unsubscribe.ts'
import { addWebhookRoutes } from './routes/webhooks.ts'
import { addSecurity } from './requests/security.ts'
import type { PagesOptions, Site } from './site.ts'

/** The application, and how to wait for what it still does after its replies. */
export interface Pages {
  readonly fetch: Hono['fetch']
  /** For tests: a request without a socket. */
  readonly request: Hono['request']
  /** For tests: what is answered at all. */
  readonly routes: Hono['routes']
  /** Resolves when the work behind the replies is done. */
  drain(): Promise<void>
}

/** Sign-ups that may wait for their mail; more are turned away for the moment. */
const maxWaiting = 1000

/** Makes the application. */
export function createPages(options: PagesOptions): Pages {
  const site = buildSite(options)
  const metrics = createMetrics()
  const app = new Hono({ getPath: (request) => readPath(request, site.base) })
  app.use(measureRequests(metrics))
  addSecurity(app, site)
  addAssetRoutes(app, site)
  addSubscribeRoutes(app, site)
  addConfirmRoutes(app, site)
  addPreferencesRoutes(app, site)
  addUnsubscribeRoutes(app, site)
  addFeedbackRoutes(app, site)
  addApprovalRoutes(app, site)
  addArchiveRoutes(app, site)
  addFeedRoutes(app, site)
  addWebhookRoutes(app, site)
  addOperationRoutes(app, site, metrics)
  app.notFound(throwNotFound)
  app.onError((error, c) => reportProblem(c, site, error))
  return { fetch: app.fetch, request: app.request, routes: app.routes, drain: () => site.background.drain() }
}

function buildSite(options: PagesOptions): Site {
  const { templates, clock } = options
  const base = new URL(options.publicUrl).pathname.replace(/\/+$/, '')
  return {
    ...options,
    base,
    view: buildSiteView(options.newsletter, { base, style: templates.style.name, icon: templates.icon.name }),
    rateLimits: rememberRefusals(options.rateLimits),
    cache: createPageCache(() => Date.parse(clock.now())),
    background: createBackground({
      maxWaiting,
      delayMs: options.delayMs,
      onError: (error) => options.onError(error, { id: 'background', method: 'POST', route: '/subscribe' }),
    }),
  }
}

/** The path below the base, octets as they came but for a slash at the end; a proxy may have taken the base away already. */
function readPath({ url }: Request, base: string): string {
  const path = new URL(url).pathname.replace(/\/$/, '')
  const below = base !== '' && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) : path
  return below === '' ? '/' : below
}
