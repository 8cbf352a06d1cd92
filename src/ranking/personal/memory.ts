import type { PlainDate } from '../../clock.ts'
import type { Paper } from '../../digest/paper.ts'
import { dropPaper, type DroppedPaper } from '../ranking.ts'
import type { Component } from '../scoring/points.ts'

/** When a reader last had a paper, and in which version. */
export interface SeenPaper {
  readonly on: PlainDate
  /** arXiv version they had; absent when the source did not tell. */
  readonly version?: number
}

/** The port to what a reader already had; the store of issues implements it. */
export interface ReaderMemory {
  /** Looks a paper up by its key (`Paper.key`). */
  find(paperKey: string): SeenPaper | undefined
}

/** A memory of nothing: every paper is new. */
export const emptyMemory: ReaderMemory = { find: () => undefined }

/** What a reader's memory says of a paper: it is out, or it is in again because it was updated, or it is new. */
export interface MemoryFinding {
  readonly dropped?: DroppedPaper
  readonly component?: Component
}

/** Whether the reader had the paper: dropped, unless there is a newer version than the one they had. */
export function checkMemory(paper: Paper, memory: ReaderMemory): MemoryFinding {
  const seen = memory.find(paper.key)
  if (!seen) return {}
  if (!isUpdated(paper, seen)) return { dropped: dropPaper(paper, 'seen', `It was in an issue of ${seen.on}.`) }
  return { component: { signal: 'updated', points: 1, sentence: () => `Updated since you saw it on ${seen.on}.` } }
}

function isUpdated({ version, published, updated }: Paper, seen: SeenPaper): boolean {
  if (version !== undefined && seen.version !== undefined && version > seen.version) return true
  return updated !== undefined && updated !== published && updated.slice(0, 10) > seen.on
}
