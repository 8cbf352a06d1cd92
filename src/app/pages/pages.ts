/** The wiring of the pages: settings and a store in, a server out. */
import { randomInt } from 'node:crypto'
import type { App } from '../../app.ts'
import { getTaxonomy } from '../rank.ts'
import { createArchive } from './archive.ts'
import { createApprovals } from '../sending/approval-page.ts'
import { openAudienceApp, type AudienceApp } from '../readers/audience.ts'
import { buildLinks, checkSender, openTransport } from '../sending/delivery.ts'
import { findFirstIssue } from './first-issue.ts'
import { createNoticeSender } from './notices.ts'
import { createWebhooks, type FetchText } from '../bounces/webhooks.ts'
import type { Transport } from '../../delivery/transport.ts'
import { formatInstant } from '../../clock.ts'
import { ConfigError } from '../../errors.ts'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { openTemplates } from '../../rendering/templates/templates.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import { createRateLimitStore } from '../../store/rate-limits.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { createAudienceReaders } from '../../web/readers/audience-readers.ts'
import { openPageTemplates } from '../../web/page-templates.ts'
import { createPages, type Pages } from '../../web/pages.ts'
import { openPageServer } from '../../web/server.ts'

/** What is served, and who hears of failures. */
export interface ServeOptions {
  /** List that the form signs up to, and whose issues are shown. */
  readonly list: ListSlug
  /** How certificates of Amazon's are got; over the network by default. */
  readonly fetchText?: FetchText
  readonly onError: (
    error: unknown,
    request: { readonly id: string; readonly method: string; readonly route: string },
  ) => void
}

/** A server of pages; disposing finishes what is under way and closes what was opened. */
export interface PageService extends AsyncDisposable {
  /** Address it listens on. */
  readonly url: string
  readonly publicUrl: string
}

const pruneEveryMs = 3600 * 1000

/** Opens the store, the way out for mails, and the server. @throws ConfigError where a setting for it is missing */
export async function servePages(app: App, options: ServeOptions): Promise<PageService> {
  const publicUrl = getPublicUrl(app)
  checkSender(app)
  await using opened = new AsyncDisposableStack()
  const { store, audience } = opened.use(await openAudienceApp(app, 'create'))
  // A second copy of a confirmation harms nobody; a server that is silent at the dot would hold up all others.
  const transport = await openTransport(app, { dotTimeoutMs: app.config.smtp.timeoutSeconds * 1000 })
  opened.defer(() => transport.close())
  const pages = await buildPages(app, { store, audience }, { ...options, transport, publicUrl })
  const limits = createRateLimitStore(store.db)
  const timer = setInterval(() => {
    const before = formatInstant(Date.parse(app.clock.now()) - pruneEveryMs)
    limits.prune(before).catch((error: unknown) => options.onError(error, { id: 'prune', method: '', route: '' }))
  }, pruneEveryMs).unref()
  opened.defer(() => clearInterval(timer))
  const { url } = opened.use(await openPageServer(pages, app.config.web))
  const resources = opened.move()
  return { url, publicUrl, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** The pages over an open store. */
async function buildPages(
  app: App,
  { store, audience }: Pick<AudienceApp, 'store' | 'audience'>,
  { list, onError, fetchText, transport, publicUrl }: ServeOptions & { transport: Transport; publicUrl: string },
): Promise<Pages> {
  const { config, secrets, clock, source } = app
  const newsletter = buildNewsletter(config, source)
  const { keys } = buildLinks(app, newsletter, clock.now())
  if (keys === undefined) throw new ConfigError(source, ['COURANT_SECRET is not set, so links cannot be signed'])
  const { templates: folder } = config.rendering
  await audience.ensureList({ slug: list, title: newsletter.name, createdAt: clock.now() })
  const sendNotice = createNoticeSender(app, { newsletter, templates: await openTemplates(folder), transport })
  return createPages({
    newsletter,
    publicUrl,
    keys,
    clock,
    templates: await openPageTemplates(folder),
    readers: createAudienceReaders({ audience, list, listId: newsletter.listId, clock, sendNotice }),
    approvals: createApprovals(app, store),
    archive: createArchive(createIssueArchive(store.db), list),
    rateLimits: createRateLimitStore(store.db),
    topics: getTaxonomy(app).topics,
    findFirstIssue: (wishes) => findFirstIssue(app, list, wishes),
    proxyCount: config.web.proxyCount,
    webhooks: createWebhooks(app, store, fetchText),
    ...(secrets.metricsToken === undefined ? {} : { metricsToken: secrets.metricsToken }),
    delayMs: () => randomInt(100, 1500),
    isReady: async () => (await store.state()).pending.length === 0,
    countSubscriptions: () => audience.subscriptions.count(list),
    onError,
  })
}

function getPublicUrl({ config, source }: App): string {
  const { publicUrl } = config.web
  if (publicUrl !== undefined) return publicUrl
  throw new ConfigError(source, [
    'web.publicUrl (COURANT_WEB_PUBLIC_URL) is not set: the address at which readers reach the pages, such as https://news.example.com',
  ])
}
