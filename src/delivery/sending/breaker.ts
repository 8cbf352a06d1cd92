import type { Decision } from './decide.ts'

/** Watches what comes back and says when going on would do harm. */
export interface Breaker {
  accepted(): void
  /** @returns why the campaign should pause; undefined when it may go on */
  failed(decision: Extract<Decision, { action: 'fail' }>, detail: string): string | undefined
}

/** When a breaker opens. */
export interface BreakerLimits {
  /** Share of mailboxes that do not exist, of everything answered. */
  readonly bounceRate: number
  /** Answers before the share means anything. */
  readonly leastAnswers: number
  /** Policy refusals in a row, without an acceptance between. */
  readonly policyRefusals: number
}

/** A tenth of two hundred, or ten policy refusals in a row. */
export const defaultBreakerLimits: BreakerLimits = { bounceRate: 0.1, leastAnswers: 200, policyRefusals: 10 }

/** Counts since the sender started. */
export function createBreaker(limits: BreakerLimits): Breaker {
  let answers = 0
  let bounces = 0
  let refusalsInRow = 0
  return {
    accepted() {
      answers += 1
      refusalsInRow = 0
    },
    failed({ suppress, policy }, detail) {
      answers += 1
      if (suppress) bounces += 1
      if (policy) refusalsInRow += 1
      if (refusalsInRow >= limits.policyRefusals) {
        return `${refusalsInRow} refusals in a row are about policy, the last one: ${detail}`
      }
      if (answers < limits.leastAnswers || bounces / answers < limits.bounceRate) return undefined
      return `${bounces} of ${answers} mailboxes do not exist; clean the list before you go on`
    },
  }
}
