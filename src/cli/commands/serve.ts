import { once } from 'node:events'
import { Command, Option } from 'commander'
import { servePages } from '../../app/pages/pages.ts'
import type { DaemonEvent } from '../../app/schedule/daemon-event.ts'
import { runService } from '../../app/schedule/scheduler.ts'
import { formatDaemonEvent } from '../daemon-event.ts'
import { withListOptions, type ListOptions } from '../list-options.ts'
import { openCommandApp } from '../options.ts'
import { printJson, say } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'

interface ServeOptions extends ListOptions {
  readonly pagesOnly?: boolean
}

/** `courant serve`: pages, schedules and sender in one process, until a signal ends them. */
export function buildServeCommand(): Command {
  const serve = new Command('serve')
    .description('serve the web pages, and beside them send what schedules and campaigns ask for')
    .addOption(new Option('--pages-only', 'leave schedules and sending to other processes'))
    .action(serveUntilStopped)
  return withListOptions(serve)
}

async function serveUntilStopped({ list, json, pagesOnly, ...options }: ServeOptions): Promise<void> {
  const app = openCommandApp(options)
  using stop = onStopSignal()
  await using service = await servePages(app, { list, onError: reportFailure })
  if (json === true) printJson({ url: service.url, publicUrl: service.publicUrl })
  else say(`Serving ${service.publicUrl} on ${service.url}. Ctrl-C ends it.`)
  const stopped = stop.signal.aborted ? Promise.resolve() : once(stop.signal, 'abort')
  const onEvent = (event: DaemonEvent): void => say(formatDaemonEvent(event, app.clock.now()))
  // Whichever fails ends both: pages without a sender would promise mails that nobody sends.
  await (pagesOnly === true ? stopped : runService(app, { signal: stop.signal, onEvent }))
  say('Finishing what is under way …')
}

/** One line for the log; the route is a pattern, so no token gets into it. */
function reportFailure(error: unknown, request: { id: string; method: string; route: string }): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(JSON.stringify({ event: 'web.failed', at: new Date().toISOString(), ...request, error: detail }))
}
