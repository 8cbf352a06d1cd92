import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Gauge, Metrics } from '../requests/metrics.ts'
import { throwNotFound } from '../requests/problem.ts'
import { readSocketIp } from '../requests/client-ip.ts'
import type { Site } from '../site.ts'

/** What the operator's programs ask for. */
export function addOperationRoutes(app: Hono, site: Site, metrics: Metrics): void {
  app.get('/health', async (c) => {
    c.header('Cache-Control', 'no-store')
    const isReady = await site.isReady().catch(() => false)
    return c.json({ status: isReady ? 'ok' : 'unavailable' }, isReady ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    if (!mayReadMetrics(c, site)) throwNotFound()
    c.header('Cache-Control', 'no-store')
    c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    return c.body(metrics.format(await buildGauges(site)))
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

async function buildGauges(site: Site): Promise<Gauge[]> {
  const counts = await site.countSubscriptions()
  const [latest] = await site.archive.listPage({ limit: 1 })
  const latestDay = latest === undefined ? 0 : Date.parse(`${latest.date}T00:00:00Z`) / 1000
  return [
    {
      name: 'courant_subscriptions',
      help: 'Subscriptions by status.',
      values: Object.entries(counts).map(([status, value]) => ({ labels: { status }, value })),
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
