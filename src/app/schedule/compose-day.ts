/** What the day gives: the papers of the sources and of days without an issue, or why there is no issue. */
import type { App } from '../../app.ts'
import { readDigest } from '../sources.ts'
import { buildMemory, listLeft, listSinceSent } from './kept.ts'
import { formatInstant, type Instant } from '../../clock.ts'
import type { ParsedDigest } from '../../digest/digest.ts'
import { mergeDigests } from '../../digest/merge.ts'
import { AppError } from '../../errors.ts'
import type { ReaderMemory } from '../../ranking/personal/memory.ts'
import { decideDay } from '../../schedule/empty-day.ts'
import type { KeptDigest, RunOutcome, RunStore } from '../../schedule/run-store.ts'
import type { Run, Schedule } from '../../schedule/schedule.ts'

const dayMs = 86_400_000
/** Papers of the last days that may still go out on an empty day. */
const bestDays = 7
/** How long a paper that went out is not sent again. */
const memoryDays = 90

/** Papers for an issue with the memory of the schedule, or how the run ends without one. */
export type Day =
  | { readonly outcome: RunOutcome }
  | { readonly outcome?: undefined; readonly digest: ParsedDigest; readonly memory: ReaderMemory }

/** Reads the sources, adds what earlier runs left, and applies the empty-day policy. */
export async function composeDay(
  schedule: Schedule,
  run: Run,
  { app, store }: { readonly app: App; readonly store: RunStore },
): Promise<Day> {
  const since = formatInstant(Date.parse(run.dueAt) - memoryDays * dayMs)
  const kept = await store.listDigests(schedule.name, since)
  const today = await readSources(schedule, app)
  return decide(schedule, run, { today, kept, now: app.clock.now() })
}

function decide(
  schedule: Schedule,
  run: Run,
  { today, kept, now }: { today: ParsedDigest | undefined; kept: readonly KeptDigest[]; now: Instant },
): Day {
  const memory = buildMemory(kept)
  const carried = listLeft(listSinceSent(kept), run)
  const digest = joinDigests(today, carried)
  const entries = (digest?.digest.entries ?? []).filter(({ paper }) => memory.find(paper.key) === undefined)
  const decision = decideDay(schedule, run, { paperCount: entries.length, now })
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
    case 'send_best':
      return composeBest(run, { digest, kept, memory })
    default:
      return decision satisfies never
  }
}

function composeBest(
  run: Run,
  { digest, kept, memory }: { digest: ParsedDigest | undefined; kept: readonly KeptDigest[]; memory: ReaderMemory },
): Day {
  const since = formatInstant(Date.parse(run.dueAt) - bestDays * dayMs)
  const recent = kept.filter(({ dueAt }) => dueAt > since)
  const best = joinDigests(digest, listLeft(recent, run))
  const isEmpty = best === undefined || best.digest.entries.every(({ paper }) => memory.find(paper.key) !== undefined)
  return isEmpty ? nothingLeft() : { digest: best, memory }
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
