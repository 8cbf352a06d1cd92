import type { PagePiece } from '../pairing/page-line.ts'
import { identify } from './identify.ts'
import { isGeneric } from './link-words.ts'

/**
 * Where every paragraph is made alike, what is said of a paper stands in the parts behind the one that links to it. Each
 * takes as many of them as most do, so that what stands at the end of a page is said of no paper. Where papers are
 * linked by anything but their titles, what stands around them is left as it is.
 */
export function joinParts(parts: readonly PagePiece[][]): readonly PagePiece[][] {
  const kinds = parts.map((part) => findKind(part))
  const starts = kinds.flatMap((kind, index) => (kind === 'title' ? [index] : []))
  if (starts.length < 2 || kinds.includes('link')) return parts
  const usual = findMedian(starts.slice(1).map((start, index) => start - (starts[index] ?? 0) - 1))
  if (usual === 0) return parts
  const joined: PagePiece[][] = []
  let room = 0
  for (const [index, part] of parts.entries()) {
    const isTitle = kinds[index] === 'title'
    room = isTitle ? usual : part[0]?.isHeading === true ? 0 : room - 1
    if (isTitle || room < 0 || joined.length === 0) joined.push(part)
    else joined[joined.length - 1] = [...(joined.at(-1) ?? []), ...part]
  }
  return joined
}

function findKind(part: readonly PagePiece[]): 'title' | 'link' | 'text' {
  const links = part.filter(({ href }) => identify(href) !== undefined)
  if (links.length === 0) return 'text'
  return links.some(({ text }) => !isGeneric(text)) ? 'title' : 'link'
}

function findMedian(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
