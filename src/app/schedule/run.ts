/**
 * The wiring of one run: a schedule and a lease in, an outcome out. The campaign is bound to the run before its first
 * message, so that an attempt after a crash goes on with the same issue and never makes a second one.
 */
import { prepareDigest, type App, type PreparedIssue } from '../../app.ts'
import { importInto, openAudienceApp, openInput, type AudienceApp } from '../audience.ts'
import { ensureCampaign, runSender } from '../sending/campaigns.ts'
import { sendAlarm } from '../sending/alarm.ts'
import { checkSender } from '../sending/delivery.ts'
import { buildPlan } from '../sending/plan.ts'
import { refuseErrors } from '../preflight.ts'
import { readDigest } from '../sources.ts'
import type { OpenedLedger } from '../store.ts'
import { formatInstant, type Instant, type PlainDate } from '../../clock.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import type { SenderResult } from '../../delivery/sending/send-campaign.ts'
import type { Entry, ParsedDigest } from '../../digest/digest.ts'
import { mergeDigests } from '../../digest/merge.ts'
import { AppError } from '../../errors.ts'
import type { ReaderMemory, SeenPaper } from '../../ranking/memory.ts'
import { decideDay } from '../../schedule/empty-day.ts'
import type { KeptDigest, RunLease, RunOutcome, RunStore } from '../../schedule/run-store.ts'
import type { Run, Schedule } from '../../schedule/schedule.ts'
import { eachReader } from '../../subscribers/audience.ts'
import type { SubscriberId } from '../../subscribers/subscriber.ts'
import { getListSlug, type ListSlug } from '../../subscribers/subscription.ts'
import { unsubscribe } from '../../subscribers/unsubscribe.ts'
import { addressKey } from '../../mail/address.ts'

/** What a run works with. */
export interface RunContext {
  readonly app: App
  readonly opened: OpenedLedger
  readonly store: RunStore
  readonly signal: AbortSignal
}

/** What a run leaves to later ones: papers that did not go out, and which did. */
interface Kept {
  readonly left: readonly Entry[]
  readonly sent: readonly { readonly key: string; readonly version?: number }[]
}

const dayMs = 86_400_000
/** Papers of the last days that may still go out on an empty day. */
const bestDays = 7
/** How long a paper that went out is not sent again. */
const memoryDays = 90

/** Carries out a run, or goes on with what an earlier attempt began. */
export async function carryOutRun(schedule: Schedule, lease: RunLease, context: RunContext): Promise<RunOutcome> {
  checkSender(context.app)
  const work = await context.store.findWork(lease.run)
  if (work !== undefined) return sendLinked(Number(work), context)
  const kept = await listKept(schedule, lease.run, context)
  const today = await readSources(schedule, context.app)
  const day = composeDay(schedule, lease.run, { today, kept, now: context.app.clock.now() })
  if (day.outcome !== undefined) return day.outcome
  return sendNew(schedule, lease, { ...context, digest: day.digest, memory: day.memory })
}

async function sendLinked(campaignId: number, { app, opened, signal }: RunContext): Promise<RunOutcome> {
  const campaign = await opened.ledger.findCampaign(campaignId)
  if (!campaign) return { status: 'failed', detail: `campaign ${campaignId} of an earlier attempt is gone` }
  if (campaign.status === 'finished') return { status: 'sent', detail: `campaign ${campaignId}, by an earlier attempt` }
  return send(campaign, { app, opened, signal })
}

async function sendNew(
  schedule: Schedule,
  lease: RunLease,
  { app, opened, store, signal, digest, memory }: RunContext & { digest: ParsedDigest; memory: ReaderMemory },
): Promise<RunOutcome> {
  const list = await prepareList(schedule, app)
  const records = await store.listRecords(schedule.name, formatInstant(0))
  const number = records.filter(({ status }) => status === 'sent').length + 1
  const prepared = await prepareDigest(app, digest, { memory, number })
  refuseErrors((await buildPlan(app, prepared, list)).findings, [])
  const campaign = await ensureCampaign(app, opened, prepared, { list })
  const link = { work: String(campaign.id), digest: JSON.stringify(buildKept(digest, prepared)) }
  if (!(await store.linkRun(lease, link))) return { status: 'failed', detail: 'another process has taken the run' }
  return send(campaign, { app, opened, signal })
}

async function send(
  campaign: Campaign,
  { app, opened, signal }: Pick<RunContext, 'app' | 'opened' | 'signal'>,
): Promise<RunOutcome> {
  const result = await runSender(app, opened, campaign, { signal })
  if (result.ended === 'paused') await sendAlarm(app, campaign, result)
  return judgeSending(campaign, result)
}

/** A stopped sending is open: the next attempt, here or on another machine, goes on. */
function judgeSending({ id, subject }: Campaign, { ended, reason, counts }: SenderResult): RunOutcome {
  const numbers = `${counts.accepted} accepted, ${counts.deferred} deferred, ${counts.failed} failed`
  if (ended === 'finished' || ended === 'waiting')
    return { status: 'sent', detail: `campaign ${id}, "${subject}": ${numbers}` }
  if (ended === 'stopped') throw new AppError('unavailable', `campaign ${id} was stopped in good order (${numbers})`)
  const why = reason ?? 'by hand'
  return { status: 'failed', detail: `campaign ${id} is ${ended} (${why}); go on with: courant campaigns resume ${id}` }
}

/** What of the day and of the days before goes into the issue, or why there is none. */
function composeDay(
  schedule: Schedule,
  run: Run,
  { today, kept, now }: { today: ParsedDigest | undefined; kept: readonly KeptDigest[]; now: string },
): { outcome: RunOutcome } | { outcome?: undefined; digest: ParsedDigest; memory: ReaderMemory } {
  const memory = buildMemory(kept)
  const carried = listLeft(listSinceSent(kept), run)
  const digest = joinDigests(today, carried)
  const entries = (digest?.digest.entries ?? []).filter(({ paper }) => memory.find(paper.key) === undefined)
  const decision = decideDay(schedule, run, { paperCount: entries.length, now: formatInstant(Date.parse(now)) })
  switch (decision.kind) {
    case 'skip':
      return { outcome: { status: 'skipped', detail: decision.detail } }
    case 'wait':
      return { outcome: { status: 'waiting', detail: decision.detail, retryAt: decision.retryAt } }
    case 'carry':
      return {
        outcome: { status: 'carried', detail: decision.detail, digest: JSON.stringify({ left: entries, sent: [] }) },
      }
    case 'send':
      return digest === undefined ? nothingLeft() : { digest, memory }
    case 'send_best': {
      const since = formatInstant(Date.parse(run.dueAt) - bestDays * dayMs)
      const best = joinDigests(
        digest,
        listLeft(
          kept.filter(({ dueAt }) => dueAt > since),
          run,
        ),
      )
      const isEmpty =
        best === undefined || best.digest.entries.every(({ paper }) => memory.find(paper.key) !== undefined)
      return isEmpty ? nothingLeft() : { digest: best, memory }
    }
    default:
      return decision satisfies never
  }
}

function nothingLeft(): { outcome: RunOutcome } {
  return { outcome: { status: 'skipped', detail: 'skipped: no papers, neither new nor left over' } }
}

/** A file of the day that is not there is an empty day; any other source must answer. */
async function readSources({ sources }: Schedule, app: App): Promise<ParsedDigest | undefined> {
  const { today } = app
  const parsed: ParsedDigest[] = []
  for (const source of sources) {
    const digest = await readDigest(app, [source.replaceAll('{date}', today)], {}).catch((error: unknown) => {
      if (source.includes('{date}') && error instanceof AppError && error.code === 'not_found') return undefined
      throw error
    })
    if (digest) parsed.push(digest)
  }
  return parsed.length === 0 ? undefined : mergeDigests(parsed)
}

function joinDigests(today: ParsedDigest | undefined, left: ParsedDigest | undefined): ParsedDigest | undefined {
  if (today === undefined || left === undefined) return today ?? left
  return mergeDigests([today, left])
}

function listKept({ name }: Schedule, { dueAt }: Run, { store }: RunContext): Promise<readonly KeptDigest[]> {
  return store.listDigests(name, formatInstant(Date.parse(dueAt) - memoryDays * dayMs))
}

/** Runs after the last one that went out. */
function listSinceSent(kept: readonly KeptDigest[]): KeptDigest[] {
  const last = kept.findLastIndex(({ status }) => status === 'sent')
  return kept.slice(last + 1).filter(({ status }) => status === 'carried')
}

function listLeft(kept: readonly KeptDigest[], { due }: Run): ParsedDigest | undefined {
  const entries = kept.flatMap(({ digest }) => (JSON.parse(digest) as Kept).left)
  if (entries.length === 0) return undefined
  const date = due.slice(0, 10) as PlainDate
  const digest = { source: 'earlier days', date, entries: entries.map((entry, at) => ({ ...entry, position: at + 1 })) }
  return { format: 'kept', confidence: 1, digest, problems: [] }
}

function buildMemory(kept: readonly KeptDigest[]): ReaderMemory {
  const seen = new Map<string, SeenPaper>()
  for (const { digest, due } of kept) {
    const on = due.slice(0, 10) as PlainDate
    for (const { key, version } of (JSON.parse(digest) as Kept).sent)
      seen.set(key, version === undefined ? { on } : { on, version })
  }
  return { find: (key) => seen.get(key) }
}

function buildKept({ digest }: ParsedDigest, { issue }: PreparedIssue): Kept {
  const papers = [issue.lead, ...issue.sections.flatMap((section) => section.papers)].map(({ paper }) => paper)
  const keys = new Set(papers.map(({ key }) => key))
  return {
    left: digest.entries.filter(({ paper }) => !keys.has(paper.key)),
    sent: papers.map(({ key, version }) => (version === undefined ? { key } : { key, version })),
  }
}

/** The list that gets the issue; one that a file holds is brought up to date first. */
async function prepareList({ name, list, subscribers }: Schedule, app: App): Promise<ListSlug> {
  if (subscribers === undefined) return getListSlug(list ?? name)
  const slug = getListSlug(name)
  await using readers = await openAudienceApp(app)
  await using input = await openInput(subscribers, {}, () => {})
  const there = new Set<string>()
  await importInto(app, readers, input, {
    list: slug,
    fileName: subscribers,
    onRows: (rows) => rows.forEach(({ address }) => there.add(address.toLowerCase())),
  })
  await removeAbsent(readers, { list: slug, there, now: app.clock.now() })
  return slug
}

/** Takes off a list who is no longer in its file; a file that lacks many is taken for a broken one. */
async function removeAbsent(
  { audience }: AudienceApp,
  { list, there, now }: { readonly list: ListSlug; readonly there: ReadonlySet<string>; readonly now: Instant },
): Promise<void> {
  const gone: SubscriberId[] = []
  let count = 0
  for await (const { subscriber } of eachReader(audience, { list, status: 'confirmed' })) {
    count += 1
    if (!there.has(addressKey(subscriber.mailbox.address))) gone.push(subscriber.id)
  }
  if (gone.length > Math.max(5, count / 5)) {
    throw new AppError(
      'conflict',
      `The file of the list "${list}" lacks ${gone.length} of its ${count} readers, which looks like a broken file. Take them off with "courant subscribers remove", or mend the file.`,
    )
  }
  for (const subscriberId of gone)
    await unsubscribe(audience, { list, subscriberId, now, source: 'gone from the file' })
}
