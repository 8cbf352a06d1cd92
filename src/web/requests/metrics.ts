import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'

/** Requests since the start, by route pattern. */
export interface Metrics {
  countRequest(request: { method: string; route: string; status: number; seconds: number }): void
  /** The text format of Prometheus (version 0.0.4). */
  format(gauges: readonly Gauge[]): string
}

/** A number that goes up and down. */
export interface Gauge {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
}

const bucketSeconds = [0.005, 0.02, 0.1, 0.5, 2, 10]

/** Starts to count. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const buckets = bucketSeconds.map(() => 0)
  let count = 0
  let sum = 0
  return {
    countRequest({ method, route, status, seconds }) {
      const labels = formatLabels({ method, route, status: String(status) })
      requests.set(labels, (requests.get(labels) ?? 0) + 1)
      for (const [index, limit] of bucketSeconds.entries())
        if (seconds <= limit) buckets[index] = (buckets[index] ?? 0) + 1
      count += 1
      sum += seconds
    },
    format(gauges) {
      const lines = [
        '# HELP courant_http_requests_total Requests by route.',
        '# TYPE courant_http_requests_total counter',
        ...[...requests].map(([labels, value]) => `courant_http_requests_total${labels} ${value}`),
        '# HELP courant_http_request_seconds Time until the reply.',
        '# TYPE courant_http_request_seconds histogram',
        ...bucketSeconds.map(
          (limit, index) => `courant_http_request_seconds_bucket{le="${limit}"} ${buckets[index] ?? 0}`,
        ),
        `courant_http_request_seconds_bucket{le="+Inf"} ${count}`,
        `courant_http_request_seconds_sum ${sum}`,
        `courant_http_request_seconds_count ${count}`,
        ...gauges.flatMap(formatGauge),
      ]
      return `${lines.join('\n')}\n`
    },
  }
}

/** Counts every request. Methods that nobody has heard of are one, so that nobody can fill the memory with them. */
export function measureRequests(metrics: Metrics): MiddlewareHandler {
  const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
  return async (c, next) => {
    const startedMs = performance.now()
    await next()
    const method = methods.has(c.req.method) ? c.req.method : 'other'
    const seconds = (performance.now() - startedMs) / 1000
    metrics.countRequest({ method, route: routePath(c, -1), status: c.res.status, seconds })
  }
}

function formatGauge({ name, help, values }: Gauge): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...values.map(({ labels, value }) => `${name}${formatLabels(labels)} ${value}`),
  ]
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '\\$&')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
