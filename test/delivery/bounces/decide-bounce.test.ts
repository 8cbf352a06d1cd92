import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../src/clock.ts'
import { hardReasons, type BounceReason } from '../../../src/delivery/bounces/bounce.ts'
import { decideBounce } from '../../../src/delivery/bounces/decide-bounce.ts'

const now = '2026-07-29T07:00:00Z' as Instant
const daysAgo = (days: number): Instant =>
  new Date(Date.parse(now) - days * 86_400_000).toISOString().replace('.000', '') as Instant
const decide = (reason: BounceReason, countedAt: readonly Instant[] = []) =>
  decideBounce({ reason }, { now, countedAt })

describe('decideBounce', () => {
  it.each([...hardReasons, 'feedback', 'unsubscribe'] as const)('suppresses at once for %s', (reason) => {
    expect(decide(reason)).toBe('suppress')
  })

  it.each(['policy', 'authentication', 'blocked', 'spam', 'rate', 'sender_refused', 'too_big', 'relay'] as const)(
    'F12 never suppresses for %s, which is about us, however often it comes',
    (reason) => {
      expect(
        decide(
          reason,
          Array.from({ length: 50 }, (_, index) => daysAgo(index)),
        ),
      ).toBe('ignore')
    },
  )

  it.each(['delayed', 'auto_reply', 'delivered'] as const)('B26 does not count %s', (reason) => {
    expect(decide(reason)).toBe('ignore')
  })

  it('suppresses a full mailbox on the seventh day of thirty', () => {
    expect(decide('mailbox_full', [1, 2, 3, 4, 5].map(daysAgo))).toBe('count')
    expect(decide('mailbox_full', [1, 2, 3, 4, 5, 6].map(daysAgo))).toBe('suppress')
  })

  it('counts a day once and forgets after thirty', () => {
    expect(
      decide(
        'mailbox_full',
        Array.from({ length: 20 }, () => daysAgo(1)),
      ),
    ).toBe('count')
    expect(decide('mailbox_full', [31, 32, 33, 34, 35, 36, 37].map(daysAgo))).toBe('count')
  })
})
