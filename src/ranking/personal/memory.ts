import type { PlainDate } from '../../clock.ts'

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
