/**
 * Where senders are killed in a simulation.
 *
 * A kill is `first` when it happens before the sender that is killed has written any final dot: a second copy is then a
 * fault, whoever it goes to. `amid` happens anywhere in the work: each open connection may have one message at its dot.
 */

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
