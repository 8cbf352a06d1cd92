/*
 * Personal selections: whoever has the same profile, and had the same of the papers at hand, gets the same selection, and
 * shares its rendering. What a reader had is a chain of selections, stored once for all who had the same; never a row per
 * paper and person.
 */
import { createHash } from 'node:crypto'
import type { PlainDate } from '../clock.ts'
import { buildProfileKey, type Profile } from './profile.ts'
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

/** Readers with one profile and one chain of selections behind them. */
export interface Cohort {
  readonly profile: Profile
  readonly profileKey: string
  readonly historyKey: string
  readonly readerCount: number
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
  /** All cohorts of a list's confirmed readers. */
  listCohorts(list: ListSlug): Promise<readonly Cohort[]>
  /** What of these papers the readers behind a history had; the latest time counts. */
  findMemory(historyKey: string, paperKeys: ReadonlySet<string>): Promise<Memory>
  /** Keeps a selection and answers its number. */
  insert(selection: Selection): Promise<number>
  /** Adds a selection to what these readers had; call it with those whom the server accepted. Twice is once. */
  recordReceived(list: ListSlug, selectionId: number, readers: readonly SubscriberId[]): Promise<void>
  /** The same for everybody of a cohort, where nobody failed. */
  historyOf(list: ListSlug, reader: SubscriberId): Promise<string>
}

/** Groups the cohorts of a list by what they must get. */
export async function groupSelections(
  store: SelectionStore,
  list: ListSlug,
  paperKeys: ReadonlySet<string>,
): Promise<SelectionGroup[]> {
  const groups = new Map<string, SelectionGroup>()
  const memories = new Map<string, Memory>()
  for (const cohort of await store.listCohorts(list)) {
    const memory = memories.get(cohort.historyKey) ?? (await store.findMemory(cohort.historyKey, paperKeys))
    memories.set(cohort.historyKey, memory)
    const key = buildSelectionKey(cohort.profile, memory)
    const { cohorts = [], readerCount = 0 } = groups.get(key) ?? {}
    const { profile } = cohort
    groups.set(key, {
      key,
      profile,
      memory,
      cohorts: [...cohorts, cohort],
      readerCount: readerCount + cohort.readerCount,
    })
  }
  return [...groups.values()].sort((one, other) => (one.key < other.key ? -1 : 1))
}

/** The key of what somebody with this profile, who had these papers, must get. */
export function buildSelectionKey(profile: Profile, memory: Memory): string {
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
