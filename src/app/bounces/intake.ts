/** The wiring of a bounce inbox that is read by itself, beside pages and schedules. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { ingestInbox } from './ingest.ts'

/** What a reading of the bounce inbox came to. */
export type IntakeEvent =
  | { readonly kind: 'bounces.read'; readonly messages: number; readonly outcomes: Readonly<Record<string, number>> }
  | { readonly kind: 'bounces.failed'; readonly error: unknown }

/** How an intake is watched and stopped. */
export interface IntakeOptions {
  readonly signal: AbortSignal
  readonly onEvent: (event: IntakeEvent) => void
}

/**
 * Reads the bounce inbox every few minutes until the signal fires; at once done where the settings name none. A reading
 * that fails is told and tried again: what comes back can wait, what goes out and the pages cannot.
 */
export async function runBounceIntake(app: App, { signal, onEvent }: IntakeOptions): Promise<void> {
  const { host, everyMinutes } = app.config.bounceInbox
  if (host === undefined) return
  while (!signal.aborted) {
    await readBouncesOnce(app, { signal, onEvent })
    await sleep(everyMinutes * 60_000, undefined, { signal }).catch(() => undefined)
  }
}

/** Reads the bounce inbox once, where the settings name one. */
export async function readBouncesOnce(app: App, { signal, onEvent }: IntakeOptions): Promise<void> {
  if (app.config.bounceInbox.host === undefined) return
  const outcomes: Record<string, number> = {}
  let messages = 0
  try {
    for await (const { outcome } of ingestInbox(app, signal)) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      messages += 1
    }
  } catch (error) {
    onEvent({ kind: 'bounces.failed', error })
  }
  if (messages > 0) onEvent({ kind: 'bounces.read', messages, outcomes })
}
