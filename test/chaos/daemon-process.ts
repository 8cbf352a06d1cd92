/** A daemon of a process of its own: for each line with a time it opens the store, does what is due, and says what ended. */
import { createInterface } from 'node:readline'
import { openApp } from '../../src/app.ts'
import type { DaemonEvent } from '../../src/app/schedule/daemon-event.ts'
import { runDaemonOnce } from '../../src/app/schedule/scheduler.ts'
import type { Instant } from '../../src/clock.ts'

const [settings] = process.argv.slice(2)
process.stdout.write('ready\n')
for await (const at of createInterface({ input: process.stdin })) {
  const events: DaemonEvent[] = []
  const app = openApp(settings, process.env, { now: () => at as Instant })
  const failure = await runDaemonOnce(app, {
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
  }).then(() => undefined, String)
  const ended = events.map((event) => {
    if (event.kind === 'run.settled') return event.outcome.status
    return 'error' in event ? `${event.kind} (${String(event.error)})` : event.kind
  })
  process.stdout.write(`${JSON.stringify({ ended, failure })}\n`)
}
