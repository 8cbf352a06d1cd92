import { Command } from 'commander'
import { ingestInbox, ingestMailbox } from '../../app/bounces/ingest.ts'
import type { Bounce, BouncedRecipient } from '../../delivery/bounces/bounce.ts'
import { checkBounces } from '../../delivery/bounces/check.ts'
import type { IngestedMessage } from '../../delivery/bounces/ingest.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, say, toTerminalText } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'

/** `courant bounces`: what mails that came back say, and what follows from it. */
export function buildBouncesCommand(): Command {
  const check = new Command('check').description('say what mails that came back mean, and change nothing')
  const ingest = new Command('ingest').description('do what follows from mails that came back to our return paths')
  const where = 'a mail, an mbox, a Maildir, a folder of mails, or - for standard input'
  check.argument('<path>', where).action(checkMailbox)
  ingest.argument('<path>', `${where}; imap for the bounce inbox of the settings`).action(ingestPath)
  return new Command('bounces')
    .description('mails that came back')
    .addCommand(withCommonOptions(check))
    .addCommand(withCommonOptions(ingest))
}

async function checkMailbox(path: string, options: CommonOptions): Promise<void> {
  await printMessages(checkBounces(path, process.stdin), options, ({ kind }) => kind)
}

async function ingestPath(path: string, options: CommonOptions): Promise<void> {
  using stop = onStopSignal()
  const app = openCommandApp(options)
  const messages = path === 'imap' ? ingestInbox(app, stop.signal) : ingestMailbox(app, path, stop.signal)
  const counts = await printMessages(messages, options, ({ outcome }) => outcome)
  if (counts.has('unverified'))
    say(
      'What is unverified came to no return path that COURANT_SECRET has signed (delivery.returnPath makes one for each message), so nothing follows from it.',
    )
}

type Printed = Bounce & Pick<IngestedMessage, 'file'> & Partial<IngestedMessage>

/**
 * One line, or a few, for each message as it is done, and at the end how many of which sort there were.
 *
 * @returns these numbers
 */
async function printMessages<Message extends Printed>(
  messages: AsyncIterable<Message>,
  { json }: CommonOptions,
  sortOf: (message: Message) => string,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for await (const message of messages) {
    counts.set(sortOf(message), (counts.get(sortOf(message)) ?? 0) + 1)
    print(json === true ? formatJsonLine(message) : formatMessage(message))
  }
  if (json !== true) say([...counts].map(([sort, count]) => `${count} ${sort}`).join(', ') || 'No message.')
  return counts
}

/** One line for a program; a status that the mail does not have is empty. */
function formatJsonLine({ file, kind, recipients, outcome, address }: Printed): string {
  const listed = recipients.map(({ address, status, reason, kind, words }) => ({
    address,
    status: status ?? '',
    reason,
    kind,
    ...(words === undefined ? {} : { words }),
  }))
  return JSON.stringify({ file, kind, recipients: listed, outcome, reader: address })
}

function formatMessage({ file, kind, recipients, outcome, address }: Printed): string {
  const done = outcome === undefined ? '' : ` → ${[outcome, address].filter(Boolean).join(' ')}`
  return [`${file}: ${kind}${done}`, ...recipients.map(formatRecipient)].map(toTerminalText).join('\n')
}

function formatRecipient({ address, kind, status, reason, words }: BouncedRecipient): string {
  return `  ${address}  ${[kind, status, reason].filter(Boolean).join(' ')}${words === undefined ? '' : `: ${words}`}`
}
