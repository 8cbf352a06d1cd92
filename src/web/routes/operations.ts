import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Gauge, Metrics } from '../requests/metrics.ts'
import { throwNotFound } from '../requests/problem.ts'
import { readSocketIp } from '../requests/client-ip.ts'
import type { SubscriptionStatus } from '../../subscribers/subscription.ts'
import type { Site } from '../site.ts'

/** What the operator's programs ask for. */
export function addOperationRoutes(app: Hono, site: Site, metrics: Metrics): void {
  const countSubscriptions = rememberCounts(site)
  app.get('/health', async (c) => {
    c.header('Cache-Control', 'no-store')
    const isReady = await site.isReady().catch(() => false)
    return c.json({ status: isReady ? 'ok' : 'unavailable' }, isReady ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    if (!mayReadMetrics(c, site)) throwNotFound()
    c.header('Cache-Control', 'no-store')
    c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    return c.body(metrics.format(await buildGauges(site, countSubscriptions)))
  })
}

/** How many people read is the operator's business: a token opens it, or a direct request from this very machine. */
function mayReadMetrics(c: Context, { metricsToken }: Site): boolean {
  if (metricsToken !== undefined) return isSame(c.req.header('authorization') ?? '', `Bearer ${metricsToken}`)
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  )
  return !isForwarded && /^(?:::ffff:)?127\.|^::1$/.test(readSocketIp(c) ?? '')
}

function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}

/** Counting reads the whole list, so it is done at most once in this time, however many ask and however often. */
const countsLastMs = 15_000

/** The counts, and when they were taken: whoever reads them can tell their age. */
interface TakenCounts {
  readonly takenAtMs: number
  readonly counts: Readonly<Record<SubscriptionStatus, number>>
}

function rememberCounts(site: Site): () => Promise<TakenCounts> {
  let last: { readonly startedAtMs: number; readonly taken: Promise<TakenCounts> } | undefined
  return () => {
    const nowMs = Date.parse(site.clock.now())
    // A clock that was set back must not keep them for as long as it went back.
    const ageMs = Math.abs(nowMs - (last?.startedAtMs ?? -Infinity))
    if (last && ageMs < countsLastMs) return last.taken
    const taken = site.countSubscriptions().then((counts) => ({ takenAtMs: nowMs, counts }))
    const mine = { startedAtMs: nowMs, taken }
    last = mine
    taken.catch(() => {
      if (last === mine) last = undefined
    })
    return taken
  }
}

async function buildGauges(site: Site, countSubscriptions: () => Promise<TakenCounts>): Promise<Gauge[]> {
  const { counts, takenAtMs } = await countSubscriptions()
  const [latest] = await site.archive.listPage({ limit: 1 })
  const latestDay = latest === undefined ? 0 : Date.parse(`${latest.date}T00:00:00Z`) / 1000
  return [
    {
      name: 'courant_subscriptions',
      help: 'Subscriptions by status.',
      values: Object.entries(counts).map(([status, value]) => ({ labels: { status }, value })),
    },
    {
      name: 'courant_subscriptions_counted_timestamp_seconds',
      help: 'When the subscriptions were counted; at most 15 seconds ago.',
      values: [{ labels: {}, value: Math.floor(takenAtMs / 1000) }],
    },
    {
      name: 'courant_latest_issue_timestamp_seconds',
      help: 'Day of the latest issue that was sent; 0 before the first.',
      values: [{ labels: {}, value: latestDay }],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of the process.',
      values: [{ labels: {}, value: process.memoryUsage.rss() }],
    },
  ]
}
