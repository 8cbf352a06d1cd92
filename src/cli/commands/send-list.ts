import type { App } from '../../app.ts'
import { prepareIssue, type PreparedIssue } from '../../app/prepare.ts'
import { formatFinding } from '../../app/preflight.ts'
import { checkSender } from '../../app/sending/delivery.ts'
import { beginCampaign } from '../../app/sending/freeze.ts'
import { planSending } from '../../app/sending/plan.ts'
import { eachPlannedReader, findLeftOut, type PlannedReader } from '../../app/sending/readers.ts'
import { openLedger, type OpenedLedger } from '../../app/store.ts'
import { formatInstant, type Instant } from '../../clock.ts'
import { UsageError } from '../../errors.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { exitCode } from '../exit-code.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'
import { sendAndReport } from '../sending.ts'
import { waitUntil } from '../start-time.ts'
import { formatPlan } from './plan.ts'
import type { SendOptions } from './send-options.ts'

type ListOptions = SendOptions & { readonly list: ListSlug }

/** Sends to a stored list: through the ledger, so that nobody is skipped and nobody gets it twice, whatever happens. */
export async function sendToList(app: App, inputs: readonly string[], options: ListOptions): Promise<void> {
  if (options.to !== undefined || options.subscribers !== undefined) {
    throw new UsageError('Give --list alone: a sending to a list has a ledger, one to a file or address has none.')
  }
  const prepared = await prepareIssue(app, inputs, options)
  for (const notice of prepared.notices) say(notice)
  await using opened = await openLedger(app, { threaded: true })
  if (options.dryRun === true) await rehearse(app, opened, prepared, options)
  else await sendPrepared(app, opened, prepared, options)
}

async function sendPrepared(
  app: App,
  opened: OpenedLedger,
  prepared: PreparedIssue,
  options: ListOptions,
): Promise<void> {
  checkSender(app)
  const { list, inDoubt, at, plan, force } = options
  const { campaign, findings } = await beginCampaign(app, opened, prepared, {
    list,
    ...(inDoubt === undefined ? {} : { inDoubt }),
    ...(at === undefined ? {} : { scheduledFor: at }),
    ...(plan === undefined ? {} : { plan }),
    ...(force === undefined ? {} : { force }),
  })
  for (const finding of findings) say(formatFinding(finding))
  if (await waitUntil(campaign.scheduledFor)) await sendAndReport(app, opened, campaign, options)
  else process.exitCode = exitCode.tryLater
}

/** What becomes of every reader, and nothing is sent. */
async function rehearse(
  app: App,
  { store }: OpenedLedger,
  prepared: PreparedIssue,
  { list, at, json }: ListOptions,
): Promise<void> {
  const { plan, selections } = await planSending(app, store, prepared, { list, ...(at && { releasedAt: at }) })
  const readers = []
  for await (const reader of eachPlannedReader(store, selections)) {
    if (json === true) readers.push(describeReader(reader))
    else print(toTerminalText(formatReader(reader)))
  }
  if (json === true) printJson({ ...plan, dryRun: true, readers })
  else print(`${toTerminalText(formatPlan(plan))}\nDry run: nothing was sent.`)
}

interface ReaderLine {
  readonly address: string
  readonly leftOut?: string
  readonly selection?: string
  readonly at?: Instant
}

function describeReader(reader: PlannedReader): ReaderLine {
  const { member, cohort } = reader
  const leftOut = findLeftOut(reader)
  const { address } = member.mailbox
  if (leftOut !== undefined) return { address, leftOut }
  const at = cohort?.dueAtMs === undefined ? {} : { at: formatInstant(cohort.dueAtMs) }
  return { address, selection: cohort?.variant ?? '', ...at }
}

function formatReader(reader: PlannedReader): string {
  const { address, leftOut, at } = describeReader(reader)
  return `  ${address}  ${leftOut === undefined ? (at ?? 'at once') : `nothing: ${leftOut}`}`
}
