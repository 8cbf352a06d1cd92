/**
 * The selections of one sending while it is planned, each once and packed: a list of millions may have ten thousand of
 * them. Guaranteed: what is the same octet for octet is one selection.
 */
import { createHash } from 'node:crypto'
import type { RankedPaper } from '../../ranking/ranking.ts'
import { listPapers } from '../../issue/issue.ts'
import { countSlottedBytes } from '../../rendering/encoded-size.ts'
import { packRendering } from '../../delivery/pack-rendering.ts'
import type { SelectedPaper } from '../../subscribers/selection.ts'
import { buildVariant, type SelectionIssue } from './selection-issue.ts'

/** Readers who get one rendering. */
export interface PlannedSelection {
  /** Key among the renderings of the sending; empty for the issue as it is. */
  readonly variant: string
  readonly subject: string
  /** The profile of those it was made for first. */
  readonly profileKey: string
  readonly papers: readonly SelectedPaper[]
  readonly topScore: number
  /** Octets of both parts as they travel, slots counted at a typical length. */
  readonly partBytes: number
  /** A RenderedIssue, packed. */
  readonly rendering: Uint8Array
}

/** The selections so far. */
export interface SelectionBook {
  readonly plain: SelectionIssue
  /** The largest of all; preflight looks at it. */
  readonly largest: SelectionIssue
  /** Papers that are in no issue but a selection, each once. */
  readonly others: readonly RankedPaper[]
  readonly selections: readonly PlannedSelection[]
  readonly hash: string
  add(selection: SelectionIssue, profileKey: string): PlannedSelection
}

const plainVariant = ''

/** Opens a book with the issue as it is on its first page. */
export function createSelectionBook(plain: SelectionIssue): SelectionBook {
  const byVariant = new Map<string, PlannedSelection>()
  const others = new Map<string, RankedPaper>()
  const common = new Set(listPapers(plain.issue).map(({ paper }) => paper.key))
  const hash = createHash('sha256')
  const plainKey = buildVariant(plain)
  let largest = plain
  const enter = (variant: string, selection: SelectionIssue, profileKey: string): PlannedSelection => {
    const planned = packSelection(variant, selection, profileKey)
    hash.update(`${variant}\0`).update(planned.rendering)
    if (planned.partBytes > countParts(largest)) largest = selection
    for (const ranked of listPapers(selection.issue))
      if (!common.has(ranked.paper.key) && !others.has(ranked.paper.key)) others.set(ranked.paper.key, ranked)
    byVariant.set(variant, planned)
    return planned
  }
  enter(plainVariant, plain, '')
  return {
    plain,
    get largest() {
      return largest
    },
    get others() {
      return [...others.values()]
    },
    get selections() {
      return [...byVariant.values()]
    },
    get hash() {
      return hash.copy().digest('hex')
    },
    add(selection, profileKey) {
      const own = buildVariant(selection)
      const variant = own === plainKey ? plainVariant : own
      return byVariant.get(variant) ?? enter(variant, selection, profileKey)
    },
  }
}

function packSelection(variant: string, selection: SelectionIssue, profileKey: string): PlannedSelection {
  const papers = listPapers(selection.issue)
  return {
    variant,
    subject: selection.issue.subject,
    profileKey,
    papers: papers.map(({ paper: { key, version } }) => ({ key, ...(version === undefined ? {} : { version }) })),
    topScore: Math.max(...papers.map(({ score }) => score)),
    partBytes: countParts(selection),
    rendering: packRendering(selection.rendered),
  }
}

/** Octets of both parts of a rendering as they travel. */
export function countParts({ rendered: { htmlBytes, text } }: Pick<SelectionIssue, 'rendered'>): number {
  return htmlBytes + countSlottedBytes(text)
}
