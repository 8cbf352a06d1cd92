/*
 * Personal selections: whoever has the same profile, and had the same of the papers at hand, gets the same selection, and
 * shares its rendering. What a reader had is a chain of selections, stored once for all who had the same; never a row per
 * paper and person.
 */
import { createHash } from 'node:crypto'
import type { PlainDate } from '../clock.ts'
import type { Mailbox } from '../mail/address.ts'
import { buildProfileKey, type DeliveryWishes, type Profile } from './profile.ts'
import type { SubscriberId } from './subscriber.ts'
import type { ListSlug } from './subscription.ts'

/** A paper as memory knows it: its key, and the version shown where the source told it. */
export interface SelectedPaper {
  readonly key: string
  readonly version?: number
}

/** When somebody had a paper, and in which version. */
export interface PaperMemory {
  readonly on: PlainDate
  readonly version?: number
}

/** What of the papers at hand somebody had already, by paper key. */
export type Memory = ReadonlyMap<string, PaperMemory>

/** Readers with one profile, one set of wishes and one chain of selections behind them. */
export interface Cohort {
  readonly profile: Profile
  readonly profileKey: string
  readonly wishes: DeliveryWishes
  /** The wishes as the store has them; empty where there are none. */
  readonly wishesKey: string
  readonly historyKey: string
  /** Day of the last issue they had, or wait for. */
  readonly lastIssueOn?: PlainDate
  /** Selections that all of them wait for, in sendings that run: for their hour, or for another try. */
  readonly waitingFor: readonly number[]
  readonly readerCount: number
}

/** A confirmed reader as a sending sees them. */
export interface Member {
  readonly subscriberId: SubscriberId
  readonly mailbox: Mailbox
  readonly profileKey: string
  readonly historyKey: string
  readonly wishesKey: string
  readonly isSuppressed: boolean
}

/** Cohorts that get one selection: one ranking, one rendering. */
export interface SelectionGroup {
  /** The same for the same profile and memory, on every machine. */
  readonly key: string
  readonly profile: Profile
  readonly memory: Memory
  readonly cohorts: readonly Cohort[]
  readonly readerCount: number
}

/** A selection that was sent. */
export interface Selection {
  readonly list: ListSlug
  readonly issueNumber: number
  readonly date: PlainDate
  readonly profileKey: string
  readonly papers: readonly SelectedPaper[]
}

/** The port to what readers chose and had. */
export interface SelectionStore {
  /** All cohorts of a list's confirmed readers, in an order that does not change. */
  listCohorts(list: ListSlug): Promise<readonly Cohort[]>
  /** The confirmed readers of a list by id, each page behind the one before. */
  listMembers(list: ListSlug, page: { readonly after: string; readonly limit: number }): Promise<readonly Member[]>
  /** What of these papers the readers behind a history had, or wait for; the latest time counts. */
  findMemory(
    readers: Pick<Cohort, 'historyKey'> & Partial<Pick<Cohort, 'waitingFor'>>,
    paperKeys: ReadonlySet<string>,
  ): Promise<Memory>
  /** Keeps a selection and answers its number. */
  insert(selection: Selection): Promise<number>
  /**
   * Adds to what the readers of a list had the selections that its campaigns have brought them so far: those that the
   * server accepted. Twice is once.
   */
  recordReceived(list: ListSlug): Promise<void>
  /** The cohort of one reader; nobody who is not confirmed has one. */
  findCohort(list: ListSlug, reader: SubscriberId): Promise<Cohort | undefined>
}

/** Groups cohorts by what they must get of these papers. */
export async function groupSelections(
  store: SelectionStore,
  cohorts: readonly Cohort[],
  paperKeys: ReadonlySet<string>,
): Promise<SelectionGroup[]> {
  const groups = new Map<string, { profile: Profile; memory: Memory; cohorts: Cohort[] }>()
  const memories = new Map<string, Memory>()
  for (const cohort of cohorts) {
    const { profile, historyKey, waitingFor } = cohort
    const had = `${historyKey} ${waitingFor.join()}`
    const memory = memories.get(had) ?? (await store.findMemory(cohort, paperKeys))
    memories.set(had, memory)
    const key = buildSelectionKey(profile, memory)
    const known = groups.get(key)
    if (known) known.cohorts.push(cohort)
    else groups.set(key, { profile, memory, cohorts: [cohort] })
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...group, readerCount: countReaders(group.cohorts) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
}

/** How many readers cohorts have. */
function countReaders(cohorts: readonly Pick<Cohort, 'readerCount'>[]): number {
  return cohorts.reduce((sum, { readerCount }) => sum + readerCount, 0)
}

/** The key of what somebody with this profile, who had these papers, must get. */
function buildSelectionKey(profile: Profile, memory: Memory): string {
  const seen = [...memory].map(([key, { on, version }]) => `${key}\0${on}\0${version ?? ''}`).sort()
  return createHash('sha256')
    .update(JSON.stringify([buildProfileKey(profile), seen]))
    .digest('base64url')
    .slice(0, 22)
}

/** The key of a history with one selection more. */
export function buildHistoryKey(parentKey: string, selectionId: number): string {
  return createHash('sha256').update(`${parentKey}\0${selectionId}`).digest('base64url').slice(0, 22)
}
