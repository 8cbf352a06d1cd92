import { formatDuration } from './counts.ts'

/** A line on the terminal that is written over as work goes on; nothing where standard error is no terminal. */
export interface Progress {
  /** One more is done, or as many more as given; `outcome` is counted by its name. */
  step(count?: number, outcome?: string): void
  /** Takes the line away. */
  end(): void
}

const refreshMs = 200
const showAfterMs = 1000

/** Shows count, rate and time left for `total` steps, once the work has lasted a second. */
export function startProgress(label: string, total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  const startedMs = performance.now()
  let shownMs = 0
  let done = 0
  const outcomes = new Map<string, number>()
  return {
    step(count = 1, outcome?: string) {
      done += count
      if (outcome !== undefined) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
      const nowMs = performance.now()
      if (!stream.isTTY || nowMs - startedMs < showAfterMs || nowMs - shownMs < refreshMs) return
      shownMs = nowMs
      const line = `${formatProgress(label, { done, total, elapsedMs: nowMs - startedMs })}${formatOutcomes(outcomes)}`
      stream.write(`\r\x1b[2K${cutToRow(line, stream.columns)}`)
    },
    end() {
      if (shownMs > 0) stream.write('\r\x1b[2K')
    },
  }
}

/** As much of a line as one row of the terminal holds; a second row could not be written over. */
export function cutToRow(line: string, columns: number | undefined): string {
  return line.slice(0, (columns || 80) - 1)
}

function formatOutcomes(outcomes: ReadonlyMap<string, number>): string {
  return [...outcomes].map(([name, count]) => `, ${count} ${name}`).join('')
}

/** `Sending 120 of 200 (60 %), 40/s, 2 s left`. */
export function formatProgress(
  label: string,
  { done, total, elapsedMs }: { readonly done: number; readonly total: number; readonly elapsedMs: number },
): string {
  const perSecond = done / (elapsedMs / 1000)
  const percent = Math.floor((100 * done) / Math.max(1, total))
  const leftSeconds = Math.ceil((total - done) / Math.max(perSecond, 1e-9))
  return `${label} ${done} of ${total} (${percent} %), ${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s, ${formatDuration(leftSeconds)} left`
}
