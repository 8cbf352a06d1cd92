/**
 * The server's side of a simulation: it counts the copies that every reader gets, and says when the sender is to be killed.
 *
 * A kill is `first` when it happens before the sender that is killed has written any final dot: a second copy is then a
 * fault, whoever it goes to. `amid` happens anywhere in the work: each open connection may have one message at its dot.
 */
import type { DeliveryCounts } from '../delivery/delivery.ts'
import type { SinkStage, SunkMessage } from './sink.ts'

/** Where a sender is killed; `start` is before it connects, `later` some milliseconds after an answer. */
export const crashStages = ['start', 'connect', 'mail', 'rcpt', 'data', 'body', 'dot', 'answered', 'later'] as const
export type CrashStage = (typeof crashStages)[number]

/** One planned kill. */
export interface Crash {
  readonly stage: CrashStage
  readonly moment: 'first' | 'amid'
  /** Which occurrence of the stage, from 1. */
  readonly occurrence: number
}

/** What kills of one kind came to. */
export interface CrashRow {
  readonly stage: CrashStage
  readonly moment: Crash['moment']
  readonly kills: number
  readonly duplicates: number
  /** Most second copies after one kill. */
  readonly worst: number
}

/** What a simulation found. */
export interface SimulationResult {
  readonly subscriberCount: number
  readonly connections: number
  readonly inDoubt: 'resend' | 'hold'
  readonly kills: number
  readonly rows: readonly CrashRow[]
  readonly received: number
  readonly duplicates: number
  /** Readers who got nothing and are not in doubt either. */
  readonly lost: readonly string[]
  /** Messages that came twice under different Message-IDs. */
  readonly strangers: number
  readonly counts: DeliveryCounts
  /** Milliseconds from the start of a sender to its first message, over all restarts. */
  readonly firstMessageMs: { readonly median: number; readonly worst: number }
  readonly seconds: number
  /** Nobody lost, no copy too many, and the ledger adds up. */
  readonly isProven: boolean
}

const beforeDot: ReadonlySet<CrashStage> = new Set(['start', 'connect', 'mail', 'rcpt', 'data', 'body'])

/** As many kills as asked, through all stages in turn, alternately at the first chance and amid the work. */
export function planCrashes(count: number, random: () => number): Crash[] {
  return Array.from({ length: count }, (_, index) => {
    const stage = crashStages[index % crashStages.length] ?? 'dot'
    const isFirst = beforeDot.has(stage) && Math.floor(index / crashStages.length) % 2 === 0
    const occurrence = isFirst || stage === 'connect' ? 1 : 1 + Math.floor(random() * 60)
    return { stage, moment: isFirst || stage === 'start' ? 'first' : 'amid', occurrence }
  })
}

/** Keeps the books of a simulation. */
export interface Bookkeeper {
  /** A sender has been started; the kill it will get, if any. */
  startRun(crash: Crash | undefined): void
  /** Something happened at the server: whether the sender is to be killed now. */
  atStage(stage: SinkStage): boolean
  receive(message: SunkMessage): void
  readonly copies: ReadonlyMap<string, number>
  readonly strangers: number
  readonly firstMessageMs: readonly number[]
  /** Second copies by the number of the run that gave the copy before. */
  readonly duplicatesOfRun: ReadonlyMap<number, number>
}

/** @param now milliseconds, monotonic */
export function createBookkeeper(now: () => number): Bookkeeper {
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

/** The kills of each kind and the second copies after them; run n is the one that crash n ended. */
export function sumCrashes(crashes: readonly Crash[], duplicatesOfRun: ReadonlyMap<number, number>): CrashRow[] {
  const rows = new Map<string, CrashRow>()
  for (const [run, { stage, moment }] of crashes.entries()) {
    const key = `${stage} ${moment}`
    const row = rows.get(key) ?? { stage, moment, kills: 0, duplicates: 0, worst: 0 }
    const more = duplicatesOfRun.get(run) ?? 0
    rows.set(key, {
      ...row,
      kills: row.kills + 1,
      duplicates: row.duplicates + more,
      worst: Math.max(row.worst, more),
    })
  }
  return [...rows.values()].toSorted((a, b) => crashStages.indexOf(a.stage) - crashStages.indexOf(b.stage))
}

/** The result as a table that adds up. */
export function formatSimulation(result: SimulationResult): string {
  const { rows, counts, firstMessageMs } = result
  const lines = rows.map(
    ({ stage, moment, kills, duplicates, worst }) =>
      `  ${stage.padEnd(9)} ${(moment === 'first' ? 'before any dot' : 'amid the work').padEnd(15)} ${String(kills).padStart(5)} kills ${String(duplicates).padStart(5)} second copies, at most ${worst} after one`,
  )
  const sum = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(' + ')
  return [
    `${result.kills} kills over ${result.subscriberCount} readers at ${result.connections} connections, policy ${result.inDoubt}, ${result.seconds.toFixed(0)} s`,
    ...lines,
    `  received ${result.received} = ${result.received - result.duplicates} readers + ${result.duplicates} second copies`,
    `  ledger   ${result.subscriberCount} = ${sum}`,
    `  lost     ${result.lost.length}`,
    `  second copies with another Message-ID ${result.strangers}`,
    `  first message after a restart: median ${firstMessageMs.median.toFixed(0)} ms, worst ${firstMessageMs.worst.toFixed(0)} ms`,
    result.isProven ? 'Promise kept.' : 'PROMISE BROKEN.',
  ].join('\n')
}
