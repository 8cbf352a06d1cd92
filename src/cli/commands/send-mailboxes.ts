import type { App } from '../../app.ts'
import { checkPrepared, formatFinding, refuseErrors } from '../../app/preflight.ts'
import { prepareIssue, type PreparedIssue } from '../../app/prepare.ts'
import { readSubscribers } from '../../app/readers/file-audience.ts'
import { leaveOutSuppressed } from '../../app/readers/leave-out-suppressed.ts'
import { checkSender, prepareMessages, sendMessages, type PreparedMessages } from '../../app/sending/delivery.ts'
import type { DeliveryReport } from '../../delivery/outcome.ts'
import { AppError, UsageError } from '../../errors.ts'
import { addressKey, type Mailbox } from '../../mail/address.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'
import { formatCount } from '../counts.ts'
import { exitCode } from '../exit-code.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'
import { startProgress } from '../progress.ts'
import { onStopSignal } from '../stop-signal.ts'
import type { SendOptions } from './send-options.ts'

/** Sends to the people of a file and to single addresses: without a ledger, so what is sent again arrives twice. */
export async function sendToMailboxes(app: App, inputs: readonly string[], options: SendOptions): Promise<void> {
  refuseListOptions(options)
  const mailboxes = await listMailboxes(app, options)
  const prepared = await prepareIssue(app, inputs, options)
  for (const notice of prepared.notices) say(notice)
  const messages = prepareMessages(app, prepared, mailboxes)
  const findings = await listFindings(app, prepared, messages)
  if (options.dryRun === true) {
    for (const finding of findings) say(formatFinding(finding))
    printDryRun(prepared.issue.subject, messages, options)
    return
  }
  checkSender(app)
  for (const finding of refuseErrors(findings, options.force ?? [])) say(formatFinding(finding))
  const progress = startProgress('Sending', mailboxes.length)
  using stop = onStopSignal()
  const watch = { signal: stop.signal, onOutcome: () => progress.step() }
  const report = await sendMessages(app, prepared, messages, watch).finally(() => progress.end())
  printReport(prepared.issue.subject, report, options)
  process.exitCode = exitCodeOfReport(report)
}

/** What only a ledger can keep: else the mails would leave at once, in whatever state the issue is. */
function refuseListOptions({ plan, at, inDoubt }: SendOptions): void {
  const given = [
    ...(plan === undefined ? [] : ['--plan']),
    ...(at === undefined ? [] : ['--at']),
    ...(inDoubt === undefined ? [] : ['--in-doubt']),
  ]
  if (given.length > 0) throw new UsageError(`${given.join(' and ')} only goes with --list SLUG.`)
}

async function listMailboxes(app: App, { to = [], subscribers }: SendOptions): Promise<Mailbox[]> {
  if (to.length === 0 && subscribers === undefined) {
    throw new UsageError('Nobody to send to: give --list SLUG, --subscribers FILE.csv, or --to ADDRESS for a test.')
  }
  const filed = subscribers === undefined ? [] : await readConfirmed(app, subscribers)
  const byKey = new Map([...to, ...filed].map((mailbox) => [addressKey(mailbox.address), mailbox]))
  return [...byKey.values()]
}

async function readConfirmed(app: App, path: string): Promise<readonly Mailbox[]> {
  const { confirmed, notes } = await readSubscribers(path)
  const { kept, suppressed } = await leaveOutSuppressed(app, confirmed)
  for (const note of notes) say(note)
  if (suppressed.length > 0) say(`${path}: not mailed: ${suppressed.length} suppressed.`)
  if (kept.length === 0) throw new AppError('not_found', `Nobody of ${path} may be mailed.`)
  return kept
}

/** Preflight of the first recipient's copy: what differs between copies is their links only. */
async function listFindings(app: App, prepared: PreparedIssue, { recipients }: PreparedMessages): Promise<Finding[]> {
  const [first] = recipients
  return first === undefined ? [] : checkPrepared(app, prepared, first.slots)
}

function printDryRun(subject: string, { template, recipients }: PreparedMessages, { json }: SendOptions): void {
  const rows = recipients.map((recipient) => ({
    address: recipient.mailbox.address,
    bytes: template.compose(recipient).octets.length,
  }))
  if (json === true) {
    printJson({ subject, dryRun: true, recipients: rows })
    return
  }
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0)
  const list = rows.map(({ address, bytes: own }) => `  ${address}  ${own} bytes`).join('\n')
  print(toTerminalText(`${subject}\n${list}`))
  print(`Dry run: ${formatCount(rows.length, 'message')}, ${bytes} bytes in all. Nothing was sent.`)
}

function printReport(subject: string, { outcomes, counts, stopped }: DeliveryReport, { json }: SendOptions): void {
  if (json === true) {
    printJson({ subject, recipients: outcomes.length, counts, ...(stopped === undefined ? {} : { stopped }), outcomes })
    return
  }
  for (const { status, address, detail } of outcomes)
    print(toTerminalText(`${status.padEnd(8)}  ${address}  ${detail}`))
  print(
    `${formatCount(outcomes.length, 'recipient')}: ${counts.accepted} accepted, ${counts.deferred} deferred, ${counts.failed} failed.`,
  )
  if (stopped !== undefined) say(`The sending ended early: ${stopped}`)
}

/** 0 only when every recipient was accepted; what may work later wins over what never will. */
function exitCodeOfReport({ counts }: DeliveryReport): number {
  if (counts.deferred > 0) return exitCode.tryLater
  return counts.failed > 0 ? exitCode.noRecipient : exitCode.ok
}
