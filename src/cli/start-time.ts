import { setTimeout as sleep } from 'node:timers/promises'
import { InvalidArgumentError } from 'commander'
import { namesZone, parseInstant, type Instant } from '../clock.ts'
import { say } from './output.ts'
import { onStopSignal } from './stop-signal.ts'

/** Waits for the time of a scheduled sending; false when it is stopped before. */
export async function waitUntil(at: Instant | undefined): Promise<boolean> {
  const waitMs = at === undefined ? 0 : Date.parse(at) - Date.now()
  if (waitMs <= 0) return true
  say(`Waiting until ${at}; stop it with Ctrl-C, and start it again with the same command.`)
  using stop = onStopSignal()
  // A timer holds at most 24 days, and a machine may sleep: it looks at the clock again every minute.
  while (!stop.signal.aborted && Date.parse(at ?? '') > Date.now()) {
    const ms = Math.min(60_000, Math.max(1, Date.parse(at ?? '') - Date.now()))
    await sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined)
  }
  return !stop.signal.aborted
}

/** Argument parser for a time with its zone. */
export function parseTime(text: string): Instant {
  const at = parseInstant(text)
  if (at === undefined || (text.includes(':') && !namesZone(text)))
    throw new InvalidArgumentError('It must be a time with its zone, such as 2026-11-24T07:00Z.')
  return at
}
