import type { PagePiece } from '../pairing/page-line.ts'
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
  const page = numberPapers(pieces)
  const measured = listKinds(pieces, 0.3 * new Set(page.linked).size).map((kind) => ({
    kind,
    ...measureKind(pieces, page, kind),
  }))
  const most = measured.reduce((best, { alone }) => Math.max(best, alone), 0)
  const [chosen] = measured
    .filter(({ alone }) => alone > 0 && alone >= nearlyBest * most)
    .sort((a, b) => a.parts - b.parts || b.alone - a.alone)
  return chosen === undefined ? [[...pieces]] : cutAt(pieces, chosen.kind)
}

/** The papers of a page by number, from 1 on in the order in which they first stand there. */
interface NumberedPapers {
  readonly papers: number
  /** For each piece, the paper to which it links, or 0. */
  readonly linked: Uint32Array
}

function numberPapers(pieces: readonly PagePiece[]): NumberedPapers {
  const numbers = new Map<string, number>()
  const linked = new Uint32Array(pieces.length)
  for (const [index, { href }] of pieces.entries()) {
    const identity = href === undefined ? undefined : identify(href)
    if (identity === undefined) continue
    const number = numbers.get(identity) ?? numbers.size + 1
    numbers.set(identity, number)
    linked[index] = number
  }
  return { papers: numbers.size, linked }
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

const several = 0xffffffff

/** How many papers have a part to themselves, and how many parts there are. */
function measureKind(
  pieces: readonly PagePiece[],
  { papers, linked }: NumberedPapers,
  kind: string,
): { alone: number; parts: number } {
  const partOf = new Uint32Array(papers + 1)
  const paperIn = new Uint32Array(pieces.length + 2)
  let part = 1
  for (const [index, { marks }] of pieces.entries()) {
    if (marks?.includes(kind) === true) part++
    const paper = linked[index] ?? 0
    if (paper === 0) continue
    partOf[paper] = join(partOf[paper], part)
    paperIn[part] = join(paperIn[part], paper)
  }
  const alone = partOf.filter((only) => only !== 0 && only !== several && paperIn[only] !== several).length
  return { alone, parts: part }
}

/** The one number that was met, or that several were. */
function join(known: number | undefined, number: number): number {
  return known === 0 || known === number ? number : several
}

function cutAt(pieces: readonly PagePiece[], kind: string): PagePiece[][] {
  const parts: PagePiece[][] = [[]]
  const isItem = /^(?:item\d|bold|titled)$/.test(kind)
  for (const piece of pieces) {
    // A list ends where the next heading begins.
    const isCut = piece.marks?.some((mark) => mark === kind || (isItem && /^h\d$/.test(mark))) === true
    if (isCut) parts.push([])
    parts.at(-1)?.push(piece)
  }
  return parts.filter((part) => part.length > 0)
}
