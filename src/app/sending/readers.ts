/** The wiring of recipients: a list and its planned cohorts in; how many get what and when out, without holding them all. */
import { createHash } from 'node:crypto'
import type { PlannedCohort } from './cohorts.ts'
import type { SelectionPlan } from './selections.ts'
import { eachByKey } from '../../each-by-key.ts'
import { AppError } from '../../errors.ts'
import type { Mailbox } from '../../mail/address.ts'
import type { Store } from '../../store/open.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import type { Member } from '../../subscribers/selection.ts'

/** The readers of a planned sending, counted. */
export interface PlannedReaders {
  readonly recipientCount: number
  readonly countByVariant: ReadonlyMap<string, number>
  /** By epoch milliseconds; 0 is at once. */
  readonly countByTime: ReadonlyMap<number, number>
  readonly countByReason: ReadonlyMap<string, number>
  /** One who gets it, for a sample message. */
  readonly first: Mailbox | undefined
  /** Over every address and what becomes of it. */
  readonly hash: string
}

/** A reader with the cohort that says what they get; without one they get the issue as it is. */
export interface PlannedReader {
  readonly member: Member
  readonly cohort: PlannedCohort | undefined
}

const plainVariant = ''

/** Every confirmed reader of the list, in order, with what becomes of them. */
export async function* eachPlannedReader(
  store: Store,
  { list, cohorts }: SelectionPlan,
): AsyncGenerator<PlannedReader> {
  const members = createSelectionStore(store.db, store.engine)
  const byKeys = new Map(cohorts.map((cohort) => [formatKeys(cohort), cohort]))
  const inOrder = eachByKey((page) => members.listMembers(list, page), {
    after: '',
    keyOf: ({ subscriberId }) => subscriberId,
  })
  for await (const member of inOrder) yield { member, cohort: byKeys.get(formatKeys(member)) }
}

/** Why somebody gets nothing; undefined for those who get something. */
export function findLeftOut({ member, cohort }: PlannedReader): string | undefined {
  if (member.isSuppressed) return 'suppressed'
  return cohort && cohort.variant === undefined ? (cohort.detail ?? 'nothing for them') : undefined
}

/** Counts the readers of a plan. @throws AppError `not_found` when the list has nobody confirmed */
export async function planReaders(store: Store, plan: SelectionPlan): Promise<PlannedReaders> {
  const [countByVariant, countByTime, countByReason] = [
    createCounter<string>(),
    createCounter<number>(),
    createCounter<string>(),
  ]
  const hash = createHash('sha256')
  let [recipientCount, first] = [0, undefined as Mailbox | undefined]
  for await (const reader of eachPlannedReader(store, plan)) {
    const { mailbox } = reader.member
    const reason = findLeftOut(reader)
    hash.update(`${mailbox.address}\0${reason ?? reader.cohort?.variant ?? plainVariant}\0`)
    if (reason !== undefined) countByReason.add(reason)
    else {
      first ??= mailbox
      recipientCount += 1
      countByVariant.add(reader.cohort?.variant ?? plainVariant)
      countByTime.add(reader.cohort?.dueAtMs ?? 0)
    }
  }
  if (recipientCount + countByReason.counts.size === 0)
    throw new AppError(
      'not_found',
      `Nobody on the list "${plan.list}" is confirmed, so nobody can be mailed. "courant subscribers list" shows who is on it, "courant subscribers import FILE" brings readers in.`,
    )
  return {
    recipientCount,
    countByVariant: countByVariant.counts,
    countByTime: countByTime.counts,
    countByReason: countByReason.counts,
    first,
    hash: hash.digest('hex'),
  }
}

function formatKeys({
  profileKey,
  historyKey,
  wishesKey,
}: Pick<Member, 'profileKey' | 'historyKey' | 'wishesKey'>): string {
  return `${profileKey}\0${historyKey}\0${wishesKey}`
}

function createCounter<Key>(): { readonly counts: Map<Key, number>; add(key: Key): void } {
  const counts = new Map<Key, number>()
  return { counts, add: (key) => counts.set(key, (counts.get(key) ?? 0) + 1) }
}
