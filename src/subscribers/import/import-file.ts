/*
 * In: an open file of subscribers and a list. Out: an outcome for every record of it, and counts that add up.
 * Guaranteed: whole or not at all, in one transaction; the same file twice changes nothing; memory does not grow with the
 * file.
 */
import type { Clock } from '../../clock.ts'
import type { ListSlug } from '../subscription.ts'
import { importChunk, type ChunkOutcomes, type ImportWork } from './import-chunk.ts'
import type { ImportCounts, ImportOutcome, ImportStore } from './import.ts'
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
  /** Called with every chunk, in the order of the file; its rows are made as they are asked for, once. */
  readonly onRows?: (rows: IteratorObject<ImportedRow>) => void
  readonly clock: Clock
}

/** What an import did, or in a rehearsal would have done; without an id nothing was kept. */
export interface ImportResult {
  readonly importId?: number
  readonly counts: ImportCounts
}

// More would outlive V8's young generation, which then grows to hundreds of megabytes.
const chunkSize = 500

/** Brings a file into a list. */
export function importSubscribers(
  store: ImportStore,
  file: OpenSubscriberFile,
  options: ImportOptions,
): Promise<ImportResult> {
  return store.transaction(async (inside) => {
    const { list, fileName, wording, clock } = options
    const now = clock.now()
    const importId = await inside.open({ list, fileName, source: file.source, startedAt: now })
    const context = { importId, list, now, source: file.source, ...(wording === undefined ? {} : { wording }) }
    const work: ImportWork = {
      store: inside,
      context,
      refuse: options.refuse ?? [],
      unconfirmed: options.unconfirmed === true,
    }
    const counts = { added: 0, updated: 0, unchanged: 0, suppressed: 0, unconfirmed: 0, rejected: 0 }
    for await (const chunk of inChunks(file.batches)) {
      const outcomes = await importChunk(work, chunk)
      for (const row of chunk) counts[outcomeOf(row, outcomes)] += 1
      options.onRows?.(chunk.values().map((row) => describeRow(row, outcomes)))
    }
    await inside.close(importId, { finishedAt: clock.now(), counts })
    return { keep: options.dryRun !== true, result: options.dryRun === true ? { counts } : { importId, counts } }
  })
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

/** Whoever needed no thought was added as the file says. */
function outcomeOf(row: ReadRow, outcomes: ChunkOutcomes): ImportOutcome {
  if (row.outcome === 'rejected') return 'rejected'
  const decided = outcomes.get(row)
  if (decided) return decided.outcome
  if (row.outcome === 'duplicate') return 'unchanged'
  return row.outcome === 'unconfirmed' ? 'unconfirmed' : 'added'
}

function describeRow(row: ReadRow, outcomes: ChunkOutcomes): ImportedRow {
  const { line, address = '' } = row
  const outcome = outcomeOf(row, outcomes)
  if (outcome === 'rejected' && row.outcome === 'rejected')
    return { line, address, outcome, reason: row.reason ?? '', cells: row.cells ?? [address] }
  const decided = outcomes.get(row)
  const reason = decided ? decided.reason : row.reason
  return reason === undefined ? { line, address, outcome } : { line, address, outcome, reason }
}
