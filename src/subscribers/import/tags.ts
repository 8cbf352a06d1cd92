import { createCsvReader } from '../formats/csv.ts'

const maxTags = 100

/**
 * The words of one cell: separated by commas, semicolons, bars, Google's ` ::: ` or as a JSON list; quoted where they
 * hold a comma. Google's own groups (`* myContacts`) are left out.
 */
export function parseTags(cell: string): readonly string[] {
  if (cell === '') return []
  const known = knownCells.get(cell)
  if (known !== undefined) return known
  const tags = readTags(cell)
  if (knownCells.size >= 5_000) knownCells.clear()
  knownCells.set(cell, tags)
  return tags
}

/** A million readers have few different sets of tags. */
const knownCells = new Map<string, readonly string[]>()

function readTags(cell: string): readonly string[] {
  const text = cell.trim()
  if (text === '' || text === '[]' || text === '{}') return []
  const parts = text.startsWith('[') ? (parseJsonList(text) ?? split(text)) : split(text)
  const tags = parts.map((part) => part.trim()).filter((part) => part !== '' && !part.startsWith('* '))
  return [...new Set(tags.map((tag) => tag.slice(0, 100)))].slice(0, maxTags)
}

function split(text: string): string[] {
  if (text.includes(' ::: ')) return text.split(' ::: ')
  const delimiter = [',', ';', '|'].find((candidate) => text.includes(candidate)) ?? ','
  return createCsvReader(delimiter)
    .read(text, true)
    .flatMap(({ cells }) => cells)
}

function parseJsonList(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value)
      ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
      : undefined
  } catch {
    return undefined
  }
}
