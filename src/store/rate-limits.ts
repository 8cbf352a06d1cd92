import { sql, type Kysely } from 'kysely'
import { formatInstant, type Instant } from '../clock.ts'
import type { RateLimitStore } from '../subscribers/rate-limit.ts'
import type { Schema } from './schema.ts'

/** Rate limits as rows, so that they hold across processes and restarts. */
export function createRateLimitStore(db: Kysely<Schema>): RateLimitStore {
  return {
    async take(bucket, { limit, windowSeconds, now }) {
      const start = startOfWindow(now, windowSeconds)
      const { count } = await db
        .insertInto('rate_limits')
        .values({ bucket, window_start: start, count: 1 })
        .onConflict((conflict) =>
          conflict.columns(['bucket', 'window_start']).doUpdateSet({ count: sql`rate_limits.count + 1` }),
        )
        .returning('count')
        .executeTakeFirstOrThrow()
      return count <= limit
    },
    async prune(before) {
      await db.deleteFrom('rate_limits').where('window_start', '<', before).execute()
    },
  }
}

function startOfWindow(now: Instant, windowSeconds: number): Instant {
  const lengthMs = windowSeconds * 1000
  return formatInstant(Math.floor(Date.parse(now) / lengthMs) * lengthMs)
}
