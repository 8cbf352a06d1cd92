import type { DeliveryCounts } from '../delivery/delivery.ts'
import { crashStages, type Crash, type CrashStage } from './crash-plan.ts'

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
