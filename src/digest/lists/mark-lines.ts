import type { PagePiece } from '../pairing/page-line.ts'
import { identify } from './identify.ts'
import { isGeneric } from './link-words.ts'

/** What divides a text in Markdown, or a plain one, at each line: a heading, an item of a list, a rule, an empty line. */
export function markLines(pieces: readonly PagePiece[], text: string): PagePiece[] {
  const lines = text.split('\n')
  let next = 0
  return pieces.map((piece) => {
    const marks: string[] = []
    let level: number | undefined
    for (; next < piece.line && next < lines.length; next++) {
      const line = lines[next] ?? ''
      level = findUnderline(line, lines[next + 1]) ?? (/^\s*<summary\b/i.test(line) ? 6 : undefined)
      marks.push(...readMarks(lines, next, level))
    }
    if (marks.length === 0 && level === undefined) return piece
    return {
      ...piece,
      ...(level !== undefined && piece.level === undefined && { isHeading: true, level }),
      ...(marks.length > 0 && { marks: [...new Set(marks)] }),
    }
  })
}

/** A heading may be underlined instead of marked. */
function findUnderline(line: string, next: string | undefined): number | undefined {
  const level = /^={3,}\s*$/.test(next ?? '') ? 1 : /^-{3,}\s*$/.test(next ?? '') ? 2 : undefined
  if (level === undefined || !/^ {0,3}\S/.test(line)) return undefined
  return /^\s*(?:[-*+>|#]|\d+[.)] )/.test(line) ? undefined : level
}

function readMarks(lines: readonly string[], index: number, level: number | undefined): string[] {
  const line = lines[index] ?? ''
  const sharps = /^ {0,3}(#{1,6}) /.exec(line)?.[1]?.length ?? level
  if (sharps !== undefined) return [`h${sharps}`]
  const plain = [
    ...((lines[index - 1] ?? '').trim() === '' && line.trim() !== '' ? ['paragraph'] : []),
    ...(line.includes('http') && isTitled(line) ? ['titled'] : []),
  ]
  // Most lines are prose, which opens with none of the signs.
  if (/^\s*[a-z]/i.test(line)) return plain
  if (/^\s*(?:[-*_=]\s*){3,}$/.test(line)) return ['rule']
  const indent = /^\s*/.exec(line)?.[0].length ?? 0
  return [
    ...(/^\s*[-*+•][ \t]+\S/.test(line) ? [`item${Math.min(2, Math.floor(indent / 2))}`] : []),
    ...(/^\s*(?:\[?\d{1,3}[\].)]|#\d{1,3}|\d{1,3}\/(?:\d{1,3}|n)?(?= )) *\S/.test(line)
      ? [`number${indent < 2 ? 0 : 1}`]
      : []),
    ...(/^\s*(?:\d{1,3}[.)] *)?\*\*/.test(line) ? ['bold'] : []),
    ...(/^\s*<details\b/i.test(line) ? ['details'] : []),
    ...plain,
  ]
}

const address = /https?:\/\/[^\s<>()[\]"'`]+/g

/** A line that names a paper beside its address is about that paper. */
function isTitled(line: string): boolean {
  const addresses = line.match(address) ?? []
  const words = line
    .replace(address, ' ')
    .replace(/[^\p{L} ]+/gu, ' ')
    .trim()
  return words.length > 12 && !isGeneric(words) && addresses.some((one) => identify(one) !== undefined)
}
