import { once } from 'node:events'
import { Command } from 'commander'
import { servePages } from '../../app-pages.ts'
import { withListOptions, type ListOptions } from '../list-options.ts'
import { openCommandApp } from '../options.ts'
import { printJson, say } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'

/** `courant serve`: the pages, until a signal ends them. */
export function buildServeCommand(): Command {
  const serve = new Command('serve')
    .description('serve the web pages: sign-up, preferences, unsubscribe, archive, feeds')
    .action(servePagesUntilStopped)
  return withListOptions(serve)
}

async function servePagesUntilStopped({ list, json, ...options }: ListOptions): Promise<void> {
  using stop = onStopSignal()
  await using service = await servePages(openCommandApp(options), { list, onError: reportFailure })
  if (json === true) printJson({ url: service.url, publicUrl: service.publicUrl })
  else say(`Serving ${service.publicUrl} on ${service.url}. Ctrl-C ends it.`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  say('Finishing what is under way …')
}

/** One line for the log; the route is a pattern, so no token gets into it. */
function reportFailure(error: unknown, request: { id: string; method: string; route: string }): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(JSON.stringify({ event: 'web.failed', at: new Date().toISOString(), ...request, error: detail }))
}
