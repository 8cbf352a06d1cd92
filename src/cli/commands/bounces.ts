import { Command } from 'commander'
import type { BouncedRecipient } from '../../delivery/bounces/bounce.ts'
import { checkBounces, type CheckedMessage } from '../../delivery/bounces/check.ts'
import { withCommonOptions, type CommonOptions } from '../options.ts'
import { print, say, toTerminalText } from '../output.ts'

/** `courant bounces check`: what the mails that came back say. */
export function buildBouncesCommand(): Command {
  const check = new Command('check')
    .description('say what mails that came back mean, and change nothing')
    .argument('<path>', 'a mail, an mbox, a Maildir, a folder of mails, or - for standard input')
    .action(checkMailbox)
  return new Command('bounces').description('mails that came back').addCommand(withCommonOptions(check))
}

async function checkMailbox(path: string, { json }: CommonOptions): Promise<void> {
  const counts = new Map<string, number>()
  for await (const message of checkBounces(path, process.stdin)) {
    counts.set(message.kind, (counts.get(message.kind) ?? 0) + 1)
    print(json === true ? formatJsonLine(message) : formatMessage(message))
  }
  if (json !== true) say([...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'No message.')
}

/** One line for a program; a status that the mail does not have is empty. */
function formatJsonLine({ file, kind, recipients }: CheckedMessage): string {
  const listed = recipients.map(({ address, status, reason, kind, words }) => ({
    address,
    status: status ?? '',
    reason,
    kind,
    ...(words === undefined ? {} : { words }),
  }))
  return JSON.stringify({ file, kind, recipients: listed })
}

function formatMessage({ file, kind, recipients }: CheckedMessage): string {
  return [`${file}: ${kind}`, ...recipients.map(formatRecipient)].map(toTerminalText).join('\n')
}

function formatRecipient({ address, kind, status, reason, words }: BouncedRecipient): string {
  return `  ${address}  ${[kind, status, reason].filter(Boolean).join(' ')}${words === undefined ? '' : `: ${words}`}`
}
