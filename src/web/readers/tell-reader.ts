/*
 * Mails about what happened on a reader's pages. Whoever forwards an issue gives its links away, so the reader hears of
 * what was done with them. Guaranteed: after the reply, once for each change, and few an hour whatever is pressed.
 */
import { createHash } from 'node:crypto'
import type { TokenClaim } from '../../subscribers/token.ts'
import type { Site } from '../site.ts'

const windowSeconds = 3600
/** One goodbye, and the same words once: a button that is pressed twice is one change. */
const once = { limit: 1, windowSeconds }
const allChanges = { limit: 3, windowSeconds }

/** Tells a reader that they were taken off the list by a button of a page. */
export function tellGoodbye(site: Site, claim: TokenClaim): void {
  site.background.add(async () => {
    if (await takeTurn(site, nameBucket(claim, 'goodbye'), once)) await site.readers.sendGoodbye(claim)
  })
}

/** Tells a reader what is new about what they get. */
export function tellChanges(site: Site, claim: TokenClaim, changes: readonly string[]): void {
  if (changes.length === 0) return
  site.background.add(async () => {
    if (!(await takeTurn(site, nameBucket(claim, ...changes), once))) return
    if (await takeTurn(site, nameBucket(claim), allChanges)) await site.readers.sendChanges(claim, changes)
  })
}

function takeTurn({ rateLimits, clock }: Site, bucket: string, limit: typeof once): Promise<boolean> {
  return rateLimits.take(bucket, { ...limit, now: clock.now() })
}

/** Hashed, because it may hold an address and words to watch for. */
function nameBucket({ list, subscriberId }: TokenClaim, ...what: readonly string[]): string {
  const key = JSON.stringify([list, subscriberId, ...what])
  return `notice ${createHash('sha256').update(key).digest('base64url')}`
}
