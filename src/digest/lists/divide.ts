import type { PagePiece } from '../pages/daily-page.ts'
import { identify } from './identify.ts'

/** A kind of division that leaves at least so much of the most papers alone is as good as the best one. */
const nearlyBest = 0.9
const mostKinds = 10

/**
 * Cuts a page where most papers get a part of their own: at the headings of one level, the items of a list, the rows
 * of a table, or whatever else divides it. Of kinds that do that equally well the coarsest is taken, because it keeps
 * together what is said of a paper.
 */
export function dividePieces(pieces: readonly PagePiece[]): PagePiece[][] {
  const identities = pieces.map(({ href }) => identify(href))
  const papers = new Set(identities).size
  const measured = listKinds(pieces, 0.3 * papers).map((kind) => ({ kind, ...measureKind(pieces, identities, kind) }))
  const most = measured.reduce((best, { alone }) => Math.max(best, alone), 0)
  const [chosen] = measured
    .filter(({ alone }) => alone > 0 && alone >= nearlyBest * most)
    .sort((a, b) => a.parts - b.parts || b.alone - a.alone)
  return chosen === undefined ? [[...pieces]] : cutAt(pieces, chosen.kind)
}

/** The kinds of marks of which there are enough to part that many papers, the rarer first: they keep more together. */
function listKinds(pieces: readonly PagePiece[], least: number): string[] {
  const counts = new Map<string, number>()
  for (const { marks = [] } of pieces)
    for (const mark of marks) if (mark !== 'block') counts.set(mark, (counts.get(mark) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= least)
    .sort(([, a], [, b]) => a - b)
    .slice(0, mostKinds)
    .map(([kind]) => kind)
}

/** How many papers have a part to themselves, and how many parts there are. */
function measureKind(
  pieces: readonly PagePiece[],
  identities: readonly (string | undefined)[],
  kind: string,
): { alone: number; parts: number } {
  const partsOf = new Map<string, Set<number>>()
  const papersIn = new Map<number, Set<string>>()
  let part = 0
  for (const [index, { marks }] of pieces.entries()) {
    if (marks?.includes(kind) === true) part++
    const identity = identities[index]
    if (identity === undefined) continue
    partsOf.set(identity, (partsOf.get(identity) ?? new Set()).add(part))
    papersIn.set(part, (papersIn.get(part) ?? new Set()).add(identity))
  }
  let alone = 0
  for (const parts of partsOf.values()) {
    const [only = 0] = parts
    if (parts.size === 1 && papersIn.get(only)?.size === 1) alone++
  }
  return { alone, parts: part + 1 }
}

function cutAt(pieces: readonly PagePiece[], kind: string): PagePiece[][] {
  const parts: PagePiece[][] = [[]]
  for (const piece of pieces) {
    if (piece.marks?.includes(kind) === true) parts.push([])
    parts.at(-1)?.push(piece)
  }
  return parts.filter((part) => part.length > 0)
}
