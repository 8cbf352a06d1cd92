import type { Instant } from '../clock.ts'

/** `2411.01234` or `hep-th/9901001`: without the `arXiv:` prefix and without a version. */
export type ArxivId = string & { readonly __brand: 'ArxivId' }

/** A person who wrote the paper, as the source spells the name. */
export interface Author {
  readonly name: string
}

/** What a link leads to; `search` is a search by title, made by us because the source gave no link at all. */
export type LinkKind = 'paper' | 'pdf' | 'code' | 'project' | 'discussion' | 'search'

/** A checked http or https address and what it leads to. */
export interface PaperLink {
  readonly kind: LinkKind
  readonly url: string
}

/** A research work as the digest shows it; every text is clean Unicode without markup. */
export interface Paper {
  /** arXiv id where known, else `doi:…`, else `title:…` (normalised title and first author). */
  readonly key: string
  readonly arxivId?: ArxivId
  /** arXiv version shown by the source; absent means the latest. */
  readonly version?: number
  readonly doi?: string
  readonly title: string
  readonly authors: readonly Author[]
  /** Number of authors where the source tells only that, or more than it lists. */
  readonly authorCount?: number
  readonly abstract: string
  readonly primaryCategory?: string
  readonly categories: readonly string[]
  readonly published?: Instant
  readonly updated?: Instant
  readonly comment?: string
  readonly journalRef?: string
  /** Where the title leads. */
  readonly url: string
  /** Everything the paper links to, `url` first. */
  readonly links: readonly PaperLink[]
}
