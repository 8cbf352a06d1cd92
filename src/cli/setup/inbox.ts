import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
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
  readonly json?: boolean
}

/** `courant inbox`: a mail server for rehearsals, which keeps every mail as a file and passes none on. */
export function buildInboxCommand(): Command {
  return new Command('inbox')
    .description('a mail server on this machine that keeps every mail as a file and passes none on, for rehearsals')
    .addOption(new Option('--port <n>', 'port to listen on').argParser(wholeNumber(1, 65_535)).default(2525))
    .addOption(new Option('--out <dir>', 'folder to keep mails in').default('inbox'))
    .addOption(new Option('--json', 'print a line of JSON for each mail'))
    .action(keepUntilStopped)
}

async function keepUntilStopped({ port, out, json }: InboxOptions): Promise<void> {
  using stop = onStopSignal()
  await makeFolder(out)
  let count = await countKept(out)
  const onMessage = (message: ReceivedMessage): void => {
    count += 1
    const file = keep(message, out, count)
    const { rcptTo: to, octets } = message
    print(json === true ? JSON.stringify({ file, to, bytes: octets.length }) : formatKept(file, octets))
  }
  await using inbox = await openInbox({ port, onMessage })
  say(`Listening on 127.0.0.1:${inbox.port} without TLS; mails go to ${out}/. Ctrl-C ends it.`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
}

/** The highest number in the folder, so that the mails of an earlier rehearsal are kept. */
async function countKept(out: string): Promise<number> {
  const numbers = (await readdir(out)).map((name) => Number(/^(\d{4,})-.*\.eml$/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}

/** Writes a mail as a file whose name sorts as they came. @returns its path */
function keep({ rcptTo, octets }: ReceivedMessage, out: string, count: number): string {
  const path = join(out, `${String(count).padStart(4, '0')}-${encodeURIComponent(rcptTo).replace('%40', '@')}.eml`)
  writeFileSync(path, octets)
  return path
}

function formatKept(file: string, octets: Buffer): string {
  return toTerminalText(`${file}  ${octets.length} octets`)
}
