/** The server's side of a simulation: it counts the copies that every reader gets, and says when the sender is to be killed. */
import type { Crash, CrashStage } from './crash-plan.ts'
import type { SunkMessage } from './sink-options.ts'

/** What was counted so far. */
export interface Tally {
  /** A sender has been started; the kill it will get, if any. */
  startRun(crash: Crash | undefined): void
  /** Something happened at the server: whether the sender is to be killed now. */
  atStage(stage: CrashStage): boolean
  receive(message: SunkMessage): void
  readonly copies: ReadonlyMap<string, number>
  readonly strangers: number
  readonly firstMessageMs: readonly number[]
  /** Second copies by the number of the run that gave the copy before. */
  readonly duplicatesOfRun: ReadonlyMap<number, number>
}

/** @param now milliseconds, monotonic */
export function createTally(now: () => number): Tally {
  const copies = new Map<string, number>()
  const seen = new Map<string, { readonly run: number; readonly messageId: string }>()
  const duplicatesOfRun = new Map<number, number>()
  const firstMessageMs: number[] = []
  let run = -1
  let startedMs = 0
  let isFirstMessage = true
  let crash: Crash | undefined
  let occurrences = 0
  let strangers = 0
  return {
    copies,
    duplicatesOfRun,
    firstMessageMs,
    get strangers() {
      return strangers
    },
    startRun(planned) {
      run += 1
      crash = planned
      occurrences = 0
      startedMs = now()
      isFirstMessage = true
    },
    atStage(stage) {
      if (crash?.stage !== stage) return false
      occurrences += 1
      return occurrences === crash.occurrence
    },
    receive({ rcptTo, octets }) {
      if (isFirstMessage) firstMessageMs.push(now() - startedMs)
      isFirstMessage = false
      const messageId = /^Message-ID: *(.*)$/m.exec(octets.toString('latin1', 0, 4096))?.[1]?.trim() ?? ''
      copies.set(rcptTo, (copies.get(rcptTo) ?? 0) + 1)
      const before = seen.get(rcptTo)
      // A third copy is the fault of the run that gave the second one.
      seen.set(rcptTo, { run, messageId })
      if (!before) return
      if (before.messageId !== messageId) strangers += 1
      duplicatesOfRun.set(before.run, (duplicatesOfRun.get(before.run) ?? 0) + 1)
    },
  }
}
