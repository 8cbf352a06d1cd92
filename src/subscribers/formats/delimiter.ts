import { createCsvReader } from './csv.ts'

const candidates = [',', ';', '\t', '|'] as const

/** Excel's first line that names the delimiter, with how much of the text it takes. */
export function readSepLine(head: string): { delimiter: string; length: number } | undefined {
  const match = /^"?sep=(.)"?[^\n]*\n?/i.exec(head)
  return match ? { delimiter: match[1] ?? ',', length: match[0].length } : undefined
}

/**
 * The delimiter that makes the best table of the text's beginning: most lines with an address alone in a cell, then
 * most lines of one width, then the order comma, semicolon, tab, bar.
 */
export function detectDelimiter(head: string): string {
  const sample = head.slice(0, 64 * 1024)
  const scores = candidates.map((delimiter) => ({ delimiter, score: rate(sample, delimiter) }))
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter
}

function rate(sample: string, delimiter: string): number {
  const records = createCsvReader(delimiter).read(sample, true).slice(0, 200)
  if (records.length === 0) return 0
  const widths = records.map(({ cells }) => cells.length)
  const width = widths[0] ?? 1
  const steady = widths.filter((other) => other === width).length / records.length
  const withAddress = records.filter(({ cells }) => cells.some(isAddressLike)).length / records.length
  return withAddress * 4 + (width > 1 ? steady + 0.5 : 0)
}

function isAddressLike(cell: string): boolean {
  return /^\s*[^\s@,;|<>]+@[^\s@,;|<>]+\.[^\s@,;|<>]+\s*$/.test(cell)
}
