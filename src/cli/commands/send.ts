import { Command, InvalidArgumentError, Option } from 'commander'
import { blockingCodes } from '../../rendering/preflight/finding.ts'
import { withIssueOptions } from '../digest-options.ts'
import { parseSlug } from '../list-options.ts'
import { collectMailbox, openCommandApp, withCommonOptions } from '../options.ts'
import { parseTime } from '../start-time.ts'
import { sendToList } from './send-list.ts'
import { sendToMailboxes } from './send-mailboxes.ts'
import type { SendOptions } from './send-options.ts'

/** `courant send`: the whole job, one message per recipient, an outcome for each. */
export function buildSendCommand(): Command {
  const send = new Command('send')
    .description('send an issue to a list, one message per recipient')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .addOption(new Option('--list <slug>', 'send to the confirmed readers of this list').argParser(parseSlug))
    .addOption(new Option('--subscribers <file>', 'send to the confirmed subscribers of a CSV file'))
    .addOption(
      new Option('--to <address>', 'send to this address; can be given several times').argParser(collectMailbox),
    )
    .addOption(new Option('--plan <hash>', 'only if it is what this plan said; for --list'))
    .addOption(
      new Option('--at <time>', 'not before this time, such as 2026-11-24T07:00Z; for --list').argParser(parseTime),
    )
    .addOption(
      new Option('--in-doubt <policy>', 'what died at its final dot: send again, or hold; for --list').choices([
        'resend',
        'hold',
      ]),
    )
    .addOption(new Option('--dry-run', 'say who would get what, and send nothing'))
    .addOption(
      new Option('--force <code>', 'send although preflight has this error; repeatable').argParser(collectCode),
    )
    .action(sendIssue)
  return withCommonOptions(withIssueOptions(send))
}

/** A code that nothing bears would be taken for an answer to an error that stops the sending later. */
function collectCode(code: string, previous: readonly string[] = []): string[] {
  if (blockingCodes.some((known) => known === code)) return [...previous, code]
  throw new InvalidArgumentError(`No error of preflight is called that; there are ${blockingCodes.join(', ')}.`)
}

async function sendIssue(inputs: string[], options: SendOptions): Promise<void> {
  const app = openCommandApp(options)
  const { list } = options
  if (list === undefined) await sendToMailboxes(app, inputs, options)
  else await sendToList(app, inputs, { ...options, list })
}
