import { once } from 'node:events'
import { Command, InvalidArgumentError, Option } from 'commander'
import { servePages } from '../../app-pages.ts'
import { getListSlug, type ListSlug } from '../../subscribers/subscription.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { printJson, say } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'

interface ServeCommandOptions extends CommonOptions {
  readonly list: ListSlug
}

/** `courant serve`: the pages, until a signal ends them. */
export function buildServeCommand(): Command {
  const list = new Option('--list <slug>', 'list that people sign up to')
    .argParser(parseSlug)
    .default('main')
  const serve = new Command('serve')
    .description('serve the web pages: sign-up, preferences, unsubscribe, archive, feeds')
    .addOption(list)
    .action(servePagesUntilStopped)
  return withCommonOptions(serve)
}

async function servePagesUntilStopped({ list, json, ...options }: ServeCommandOptions): Promise<void> {
  using stop = onStopSignal()
  await using service = await servePages(openCommandApp(options), { list, onError: reportFailure })
  if (json === true) printJson({ url: service.url, publicUrl: service.publicUrl })
  else say(`Serving ${service.publicUrl} on ${service.url}. Ctrl-C ends it.`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  say('Finishing what is under way …')
}

function parseSlug(text: string): ListSlug {
  try {
    return getListSlug(text)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}

/** One line for the log; the route is a pattern, so no token gets into it. */
function reportFailure(error: unknown, request: { id: string; method: string; route: string }): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(JSON.stringify({ event: 'web.failed', at: new Date().toISOString(), ...request, error: detail }))
}
