/*
 * In: an open file of subscribers and a list. Out: an outcome for every record of it, and counts that add up.
 * Guaranteed: whole or not at all, in one transaction; the same file twice changes nothing; memory does not grow with the
 * file. Records are taken in chunks sorted by address, because neighbours in an index are written together.
 */
import type { Clock, Instant } from '../../clock.ts'
import { adviseAddress, describeAdvice } from '../address-advice.ts'
import { createSubscriberId } from '../subscriber.ts'
import type { Consent, ListSlug } from '../subscription.ts'
import { decideKnown, isOvertaken, suppressionReasonOf } from './decide.ts'
import { foldDuplicates } from './fold.ts'
import type { ImportContext, ImportCounts, ImportOutcome, ImportStore, KnownReader, NewReader } from './import.ts'
import type { OpenSubscriberFile, ReadRow } from './subscriber-file.ts'

/** A record and what became of it. */
export interface ImportedRow {
  readonly line: number
  readonly address: string
  readonly outcome: ImportOutcome
  readonly reason?: string
  /** Of rejected records, the cells as they stand in the file. */
  readonly cells?: readonly string[]
}

/** What the person who imports decides. */
export interface ImportOptions {
  readonly list: ListSlug
  readonly fileName: string
  /** Does everything and keeps nothing. */
  readonly dryRun?: boolean
  /** Takes everybody for unconfirmed, whatever the file says. */
  readonly unconfirmed?: boolean
  /** Words the people agreed to, for the proof of consent. */
  readonly wording?: string
  /** Rejects addresses that several people or machines read (`role`), or that live for minutes (`disposable`). */
  readonly refuse?: readonly ('role' | 'disposable')[]
  /** Called with every chunk, in the order of the file. */
  readonly onRows?: (rows: readonly ImportedRow[]) => void | Promise<void>
  readonly clock: Clock
}

/** What an import did, or in a rehearsal would have done; without an id nothing was kept. */
export interface ImportResult {
  readonly importId?: number
  readonly counts: ImportCounts
}

// More would outlive V8's young generation, which then grows to hundreds of megabytes.
const chunkSize = 1_000

/** Brings a file into a list. */
export function importSubscribers(
  store: ImportStore,
  file: OpenSubscriberFile,
  options: ImportOptions,
): Promise<ImportResult> {
  return store.transaction(async (work) => {
    const now = options.clock.now()
    const { list, fileName } = options
    const importId = await work.open({ list, fileName, source: file.source, startedAt: now })
    const run: Run = { store: work, file, options, context: { importId, list, now } }
    const counts = { added: 0, updated: 0, unchanged: 0, suppressed: 0, unconfirmed: 0, rejected: 0 }
    for await (const chunk of inChunks(file.batches)) {
      const rows = await importChunk(run, chunk)
      for (const { outcome } of rows) counts[outcome] += 1
      await options.onRows?.(rows)
    }
    await work.close(importId, { finishedAt: options.clock.now(), counts })
    return { keep: options.dryRun !== true, result: options.dryRun === true ? { counts } : { importId, counts } }
  })
}

interface Run {
  readonly store: ImportStore
  readonly file: OpenSubscriberFile
  readonly options: ImportOptions
  readonly context: ImportContext
}

async function* inChunks(batches: AsyncIterable<readonly ReadRow[]>): AsyncGenerator<ReadRow[]> {
  let chunk: ReadRow[] = []
  for await (const batch of batches) {
    for (const row of batch) chunk.push(row)
    if (chunk.length >= chunkSize) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}

/** Of the records that needed a thought. */
type Outcomes = Map<ReadRow, { outcome: ImportOutcome; reason?: string | undefined }>

async function importChunk(run: Run, chunk: readonly ReadRow[]): Promise<ImportedRow[]> {
  judge(run.options, chunk)
  foldDuplicates(chunk)
  const outcomes: Outcomes = new Map()
  const people = chunk.filter(
    (row): row is Person => row.key !== undefined && row.outcome !== 'rejected' && row.outcome !== 'duplicate',
  )
  people.sort((one, other) => (one.key < other.key ? -1 : 1))
  const suppressed = (await run.store.hasSuppressions())
    ? await run.store.findSuppressed(
        run.context.list,
        people.map(({ key }) => key),
      )
    : new Map<string, never>()
  await suppressThose(
    run,
    people.filter(({ outcome }) => suppressionReasonOf(outcome) !== undefined),
    outcomes,
  )
  const wanting = people.filter(({ outcome }) => suppressionReasonOf(outcome) === undefined)
  for (const row of wanting) {
    const found = suppressed.get(row.key)
    if (found)
      outcomes.set(row, { outcome: 'suppressed', reason: `${sentences[found.reason]} on ${found.since.slice(0, 10)}` })
  }
  await addThose(
    run,
    wanting.filter((row) => !outcomes.has(row)),
    outcomes,
  )
  return chunk.map((row) => describe(row, outcomes))
}

type Person = ReadRow & { readonly key: string; readonly address: NonNullable<ReadRow['address']> }

const sentences = {
  unsubscribe: 'unsubscribed',
  hard_bounce: 'bounced',
  complaint: 'complained',
  manual: 'suppressed by hand',
} as const

/** Applies what the person who imports decided about whole kinds of records, and says what is odd about an address. */
function judge({ refuse = [], unconfirmed }: ImportOptions, chunk: readonly ReadRow[]): void {
  for (const row of chunk) {
    if (row.address === undefined || row.outcome === 'rejected') continue
    const advice = adviseAddress(row.address)
    const note = describeAdvice(advice)
    if ((advice.isRole && refuse.includes('role')) || (advice.isDisposable && refuse.includes('disposable')))
      row.outcome = 'rejected'
    else if (unconfirmed === true && row.outcome === 'confirmed') row.outcome = 'unconfirmed'
    if (note !== undefined && (row.reason === undefined || row.outcome === 'rejected')) row.reason = note
  }
}

/** Rule 3: whoever left elsewhere is suppressed here and taken off the list. */
async function suppressThose(
  { store, context, file }: Run,
  people: readonly Person[],
  outcomes: Outcomes,
): Promise<void> {
  if (people.length === 0) return
  const known = await store.findKnown(
    context.list,
    people.map(({ key }) => key),
  )
  for (const row of people) {
    const reader = known.get(row.key)
    if (isOvertaken(row, reader)) {
      outcomes.set(row, { outcome: 'unchanged', reason: 'was confirmed here by the person after that' })
      continue
    }
    const reason = suppressionReasonOf(row.outcome) ?? 'manual'
    const everywhere = reason === 'unsubscribe' ? { list: context.list } : {}
    const since = row.leftAt ?? context.now
    await store.suppress({
      key: row.key,
      ...everywhere,
      reason,
      since,
      source: file.source,
      importId: context.importId,
    })
    const status = reader?.subscription?.status
    if (reader && status !== undefined && status !== 'unsubscribed') {
      await store.change(context, { subscriberId: reader.subscriberId, status: 'unsubscribed' })
    }
    outcomes.set(row, { outcome: 'suppressed', reason: row.reason })
  }
}

/** Rules 4 and 5: the new are added, the known are left as they chose. */
async function addThose(run: Run, people: readonly Person[], outcomes: Outcomes): Promise<void> {
  const readers = people.map((row) => buildReader(run, row))
  const inserted = await run.store.insertNew(run.context, readers)
  const there = people.filter((_, index) => inserted[index] !== true)
  if (there.length === 0) return
  const known = await run.store.findKnown(
    run.context.list,
    there.map(({ key }) => key),
  )
  for (const row of there) outcomes.set(row, await meetKnown(run, row, known.get(row.key)))
}

async function meetKnown(
  run: Run,
  row: Person,
  known: KnownReader | undefined,
): Promise<{ outcome: ImportOutcome; reason?: string | undefined }> {
  if (!known) return { outcome: 'rejected', reason: 'was taken away while the import ran' }
  const decision = decideKnown(row, known, run.context.importId)
  switch (decision.kind) {
    case 'subscribe':
      await run.store.subscribeKnown(run.context, known.subscriberId, buildReader(run, row))
      return { outcome: row.outcome === 'unconfirmed' ? 'unconfirmed' : 'added', reason: row.reason }
    case 'change':
      await run.store.change(run.context, decision.change)
      return { outcome: 'updated', reason: row.reason }
    case 'left':
      return { outcome: 'suppressed', reason: decision.reason }
    case 'unchanged':
      return { outcome: 'unchanged', reason: decision.reason }
    default:
      return decision satisfies never
  }
}

function buildReader({ file, options, context }: Run, row: Person): NewReader {
  return {
    id: createSubscriberId(Date.parse(context.now)),
    address: row.address,
    key: row.key,
    ...(row.name === undefined ? {} : { name: row.name }),
    status: row.outcome === 'unconfirmed' ? 'unconfirmed' : 'confirmed',
    consent: buildConsent(row, file.source, options.wording),
    tags: row.tags ?? [],
    topics: row.topics?.map(toSlug).filter((slug) => slug !== '') ?? [],
  }
}

function buildConsent(row: ReadRow, source: string, wording: string | undefined): Consent {
  const at: Instant | undefined = row.consentAt
  return {
    method: 'import',
    ...(at === undefined ? {} : { at }),
    ...(row.consentIp === undefined ? {} : { ip: row.consentIp }),
    source: row.consentSource ?? source,
    ...(wording === undefined ? {} : { wording }),
  }
}

function toSlug(topic: string): string {
  const plain = topic.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
}

/** Whoever needed no thought was added as the file says. */
function describe(row: ReadRow, outcomes: Outcomes): ImportedRow {
  const { line, reason } = row
  const address: string = row.address ?? ''
  if (row.outcome === 'rejected')
    return { line, address, outcome: 'rejected', reason: reason ?? '', cells: row.cells ?? [address] }
  const decided = outcomes.get(row)
  if (decided) return withReason({ line, address, outcome: decided.outcome }, decided.reason)
  if (row.outcome === 'duplicate') return withReason({ line, address, outcome: 'unchanged' }, reason)
  return withReason({ line, address, outcome: row.outcome === 'unconfirmed' ? 'unconfirmed' : 'added' }, reason)
}

function withReason(row: ImportedRow, reason: string | undefined): ImportedRow {
  return reason === undefined ? row : { ...row, reason }
}
