import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { openInbox, type ReceivedMessage } from '../../rehearsal/inbox.ts'
import { wholeNumber } from '../options.ts'
import { print, say, toTerminalText } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'
import { makeFolder } from '../../make-folder.ts'

interface InboxOptions {
  readonly port: number
  readonly out: string
}

/** `courant inbox`: a mail server for rehearsals, which keeps every mail as a file and passes none on. */
export function buildInboxCommand(): Command {
  return new Command('inbox')
    .description('a mail server on this machine that keeps every mail as a file and passes none on, for rehearsals')
    .addOption(new Option('--port <n>', 'port to listen on').argParser(wholeNumber(1, 65_535)).default(2525))
    .addOption(new Option('--out <dir>', 'folder to keep mails in').default('inbox'))
    .action(keepUntilStopped)
}

async function keepUntilStopped({ port, out }: InboxOptions): Promise<void> {
  using stop = onStopSignal()
  await makeFolder(out)
  let count = 0
  const onMessage = (message: ReceivedMessage): void => {
    count += 1
    print(keep(message, out, count))
  }
  await using inbox = await openInbox({ port, onMessage })
  say(`Listening on 127.0.0.1:${inbox.port} without TLS; mails go to ${out}/. Ctrl-C ends it.`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
}

/** Writes a mail as a file whose name sorts as they came. @returns the line that says so */
function keep({ rcptTo, octets }: ReceivedMessage, out: string, count: number): string {
  const path = join(out, `${String(count).padStart(4, '0')}-${encodeURIComponent(rcptTo).replace('%40', '@')}.eml`)
  writeFileSync(path, octets)
  return toTerminalText(`${path}  ${octets.length} octets`)
}
