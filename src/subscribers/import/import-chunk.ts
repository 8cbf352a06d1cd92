/*
 * In: some records of a file, in its order. Out: what became of those that needed a thought, and everything done about them.
 * Records are taken sorted by address, because neighbours in an index are written together.
 */
import { adviseAddress, describeAdvice } from '../address-advice.ts'
import { buildReaders } from './build-readers.ts'
import { decideKnown, isOvertaken, suppressionReasonOf } from './decide.ts'
import { foldDuplicates } from './fold.ts'
import type { ImportContext, ImportOutcome, ImportStore, KnownReader } from './import.ts'
import type { Person, ReadRow } from './subscriber-file.ts'

/** What one import works with. */
export interface ImportWork {
  readonly store: ImportStore
  readonly context: ImportContext
  readonly refuse: readonly ('role' | 'disposable')[]
  readonly unconfirmed: boolean
}

/** Of the records that needed a thought. */
export type ChunkOutcomes = ReadonlyMap<ReadRow, Outcome>

interface Outcome {
  readonly outcome: ImportOutcome
  readonly reason?: string | undefined
}

/** Brings some records into the list. */
export async function importChunk(work: ImportWork, chunk: readonly ReadRow[]): Promise<ChunkOutcomes> {
  judge(work, chunk)
  foldDuplicates(chunk)
  const outcomes = new Map<ReadRow, Outcome>()
  const people = chunk.filter(isPerson)
  people.sort((one, other) => (one.key < other.key ? -1 : 1))
  const leaving = people.filter(isLeaving)
  const suppressed = await findSuppressed(work, people)
  await suppressThose(work, leaving, outcomes)
  const wanting = leaving.length === 0 ? people : people.filter((row) => !isLeaving(row))
  for (const row of suppressed.size === 0 ? [] : wanting) {
    const found = suppressed.get(row.key)
    if (found)
      outcomes.set(row, { outcome: 'suppressed', reason: `${sentences[found.reason]} on ${found.since.slice(0, 10)}` })
  }
  await addThose(work, outcomes.size === 0 ? wanting : wanting.filter((row) => !outcomes.has(row)), outcomes)
  return outcomes
}

function isPerson(row: ReadRow): row is Person {
  return row.key !== undefined && row.outcome !== 'rejected' && row.outcome !== 'duplicate'
}

function isLeaving({ outcome }: ReadRow): boolean {
  return suppressionReasonOf(outcome) !== undefined
}

const sentences = {
  unsubscribe: 'unsubscribed',
  hard_bounce: 'bounced',
  complaint: 'complained',
  manual: 'suppressed by hand',
} as const

/** Who was suppressed before these records were read. */
async function findSuppressed({ store, context }: ImportWork, people: readonly Person[]) {
  if (!(await store.hasSuppressions())) return new Map<string, never>()
  return store.findSuppressed(
    context.list,
    people.map(({ key }) => key),
  )
}

/** Applies what the person who imports decided about whole kinds of records, and says what is odd about an address. */
function judge({ refuse, unconfirmed }: ImportWork, chunk: readonly ReadRow[]): void {
  for (const row of chunk) {
    if (row.address === undefined || row.outcome === 'rejected') continue
    const advice = adviseAddress(row.address)
    if ((advice.isRole && refuse.includes('role')) || (advice.isDisposable && refuse.includes('disposable')))
      row.outcome = 'rejected'
    else if (unconfirmed && row.outcome === 'confirmed') row.outcome = 'unconfirmed'
    const note = describeAdvice(advice)
    if (note !== undefined && (row.reason === undefined || row.outcome === 'rejected')) row.reason = note
  }
}

/** Rule 3: whoever left elsewhere is suppressed here and taken off the list. */
async function suppressThose(
  { store, context }: ImportWork,
  people: readonly Person[],
  outcomes: Map<ReadRow, Outcome>,
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
      source: context.source,
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
async function addThose(work: ImportWork, people: readonly Person[], outcomes: Map<ReadRow, Outcome>): Promise<void> {
  const inserted = await work.store.insertNew(work.context, buildReaders(work.context, people))
  const there = people.filter((_, index) => inserted[index] !== true)
  if (there.length === 0) return
  const known = await work.store.findKnown(
    work.context.list,
    there.map(({ key }) => key),
  )
  for (const row of there) outcomes.set(row, await meetKnown(work, row, known.get(row.key)))
}

async function meetKnown(work: ImportWork, row: Person, known: KnownReader | undefined): Promise<Outcome> {
  if (!known) return { outcome: 'rejected', reason: 'was taken away while the import ran' }
  const decision = decideKnown(row, known, work.context.importId)
  switch (decision.kind) {
    case 'subscribe':
      await work.store.subscribeKnown(
        work.context,
        buildReaders(work.context, [row]).map((reader) => ({ ...reader, id: known.subscriberId })),
      )
      return { outcome: row.outcome === 'unconfirmed' ? 'unconfirmed' : 'added', reason: row.reason }
    case 'change':
      await work.store.change(work.context, decision.change)
      return { outcome: 'updated', reason: row.reason }
    case 'left':
      return { outcome: 'suppressed', reason: decision.reason }
    case 'unchanged':
      return { outcome: 'unchanged', reason: decision.reason }
    default:
      return decision satisfies never
  }
}
