import { Command, Option } from 'commander'
import type { App } from '../../app.ts'
import { decideCampaign } from '../../app/sending/approval.ts'
import { countLeft, openLedger, type OpenedLedger } from '../../app/store.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import { checkCounts, deliveryStatuses, type DeliveryCounts, type DeliveryStatus } from '../../delivery/delivery.ts'
import { eachDelivery, type DeliveryRow, type LedgerStore } from '../../delivery/ledger.ts'
import { AppError } from '../../errors.ts'
import { formatCsvLine } from '../../subscribers/export-csv.ts'
import { formatCount, formatCounts } from '../counts.ts'
import { openCommandApp, wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'
import { sendAndReport } from '../sending.ts'

interface ReportOptions extends CommonOptions {
  readonly csv?: boolean
  readonly status?: DeliveryStatus
}

interface RetryOptions extends CommonOptions {
  readonly inDoubt?: boolean
}

/** `courant campaigns`: what was sent, what is being sent, and how to hold it. */
export function buildCampaignsCommand(): Command {
  const list = new Command('list').description('all sendings, newest first').action(printList)
  const show = withId(new Command('show').description('one sending: where it stands, in numbers')).action(printCampaign)
  const pause = withId(new Command('pause').description('hold a sending; what is under way finishes')).action(
    (id: number, options: CommonOptions) => move(id, 'pause', options),
  )
  const cancel = withId(new Command('cancel').description('end a sending for good; who has it keeps it')).action(
    (id: number, options: CommonOptions) => move(id, 'cancel', options),
  )
  const approve = withId(new Command('approve').description('let an issue of a schedule go out that waits for you'))
    .addOption(new Option('--hash <hash>', 'only this issue; from the mail that asks'))
    .action(approveCampaign)
  const resume = withId(new Command('resume').description('go on with a sending, from where its ledger stands')).action(
    resumeCampaign,
  )
  const retry = withId(new Command('retry').description('send again to those that failed'))
    .addOption(new Option('--in-doubt', 'and to those in doubt, who may get it twice'))
    .action(retryCampaign)
  const report = withId(new Command('report').description('every recipient with the words of the server'))
    .addOption(new Option('--csv', 'as CSV'))
    .addOption(new Option('--status <status>', 'only these').choices(deliveryStatuses))
    .action(printReport)
  const parent = new Command('campaigns').description('what was sent and is being sent')
  for (const child of [list, show, approve, pause, resume, cancel, retry, report])
    parent.addCommand(withCommonOptions(child))
  return parent
}

function withId(command: Command): Command {
  return command.argument('<id>', 'number of the sending, from "campaigns list"', wholeNumber(1, 2 ** 31))
}

async function withLedger<T>(options: CommonOptions, use: (opened: OpenedLedger, app: App) => Promise<T>): Promise<T> {
  const app = openCommandApp(options)
  await using opened = await openLedger(app)
  return await use(opened, app)
}

async function getCampaign({ ledger }: { readonly ledger: LedgerStore }, id: number): Promise<Campaign> {
  const campaign = await ledger.findCampaign(id)
  if (campaign) return campaign
  throw new AppError('not_found', `There is no campaign ${id}; "courant campaigns list" shows them.`)
}

async function printList(options: CommonOptions): Promise<void> {
  await withLedger(options, async ({ ledger }) => {
    const campaigns = await ledger.listCampaigns()
    if (options.json === true) printJson(campaigns)
    else if (campaigns.length === 0) print('Nothing was sent yet.')
    else for (const campaign of campaigns) print(toTerminalText(formatCampaign(campaign)))
  })
}

function formatCampaign({ id, status, list, subject, recipientCount, reason }: Campaign): string {
  const why = reason === undefined ? '' : `  (${reason})`
  return `${String(id).padStart(4)}  ${status.padEnd(9)}  ${list}  ${formatCount(recipientCount, 'recipient')}  ${subject}${why}`
}

async function printCampaign(id: number, options: CommonOptions): Promise<void> {
  await withLedger(options, async (opened) => {
    const campaign = await getCampaign(opened, id)
    const counts = await opened.ledger.count(id)
    checkCounts(counts, campaign.recipientCount)
    const left = await countLeft(opened, campaign)
    if (options.json === true) printJson({ ...campaign, counts, left })
    else print(toTerminalText(`${formatCampaign(campaign)}\n${formatEnd(counts, left)}`))
  })
}

async function approveCampaign(id: number, options: CommonOptions & { readonly hash?: string }): Promise<void> {
  await withLedger(options, async (opened, app) => {
    const hash = options.hash === undefined ? {} : { hash: options.hash }
    const approval = await decideCampaign(app, opened, { id, decision: 'approved', by: 'command', ...hash })
    if (options.json === true) printJson(approval)
    else print(`Campaign ${id} is approved; the scheduler sends it at its next look.`)
  })
}

async function move(id: number, event: 'pause' | 'cancel', options: CommonOptions): Promise<void> {
  await withLedger(options, async ({ ledger }, { clock }) => {
    const reason = event === 'pause' ? 'paused by hand' : 'cancelled by hand'
    const campaign = await ledger.moveCampaign(id, event, { now: clock.now(), reason })
    if (options.json === true) printJson(campaign)
    else print(`Campaign ${id} is ${campaign.status}.`)
  })
}

async function resumeCampaign(id: number, options: CommonOptions): Promise<void> {
  const app = openCommandApp(options)
  await using opened = await openLedger(app, { threaded: true })
  const campaign = await getCampaign(opened, id)
  const now = app.clock.now()
  const running = campaign.status === 'paused' ? await opened.ledger.moveCampaign(id, 'resume', { now }) : campaign
  await sendAndReport(app, opened, running, options)
}

async function retryCampaign(id: number, options: RetryOptions): Promise<void> {
  const app = openCommandApp(options)
  await using opened = await openLedger(app, { threaded: true })
  const statuses = options.inDoubt === true ? (['failed', 'in_doubt'] as const) : (['failed'] as const)
  const { status: standing } = await getCampaign(opened, id)
  const counts = await opened.ledger.count(id)
  if (standing === 'finished' && statuses.every((status) => counts[status] === 0))
    throw new AppError('not_found', `Campaign ${id} has nobody to send to again: ${formatCounts(counts)}.`)
  const campaign = await opened.ledger.moveCampaign(id, 'retry', { now: app.clock.now() })
  await opened.ledger.requeue(id, statuses)
  await sendAndReport(app, opened, campaign, options)
}

const columns = ['address', 'subscriberId', 'status', 'attempts', 'doubts', 'changedAt', 'dueAt', 'detail'] as const

async function printReport(id: number, options: ReportOptions): Promise<void> {
  await withLedger(options, async (opened) => {
    const campaign = await getCampaign(opened, id)
    const counts = await opened.ledger.count(id)
    checkCounts(counts, campaign.recipientCount)
    const left = await countLeft(opened, campaign)
    if (options.csv === true) print(formatCsvLine(columns))
    const rows: DeliveryRow[] = []
    for await (const row of eachDelivery(opened.ledger, id, options.status)) {
      if (options.json === true) rows.push(row)
      else if (options.csv === true) print(formatCsvLine(columns.map((column) => String(row[column] ?? ''))))
      else print(toTerminalText(formatRow(row)))
    }
    if (options.json === true) printJson({ ...campaign, counts, left, deliveries: rows })
    else if (options.csv !== true) print(formatEnd(counts, left))
  })
}

/** The numbers under a sending, and who has left the list since. */
function formatEnd(counts: DeliveryCounts, left: number): string {
  const since = left === 0 ? '' : `\n${formatCount(left, 'reader')} of the list left since it began`
  return `${formatCounts(counts)}${since}`
}

function formatRow({ status, address = '(erased)', detail = '', doubts }: DeliveryRow): string {
  const doubt = doubts > 0 ? `  in doubt ${doubts} ×` : ''
  return `${status.padEnd(10)}  ${address}  ${detail}${doubt}`
}
