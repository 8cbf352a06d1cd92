/** Signs beyond ASCII are all one letter to the search, written as this one. */
export const beyondAscii = '\u007f'

const letters = 128
const found = 0xffff

/**
 * A function that tells whether a text holds any of some words of ASCII, in one pass however many they are
 * (Aho and Corasick, 1975): what was read so far and the next letter tell how far into which word that leads.
 */
export function createWordFinder(words: readonly string[]): (text: string) => boolean {
  const steps = buildSteps(words)
  return (text) => {
    let row = 0
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      row = steps[row + (code < letters ? code : letters - 1)] ?? 0
      if (row === found) return true
    }
    return false
  }
}

/** A row of steps for each beginning of a word, the shorter first; a step leads to where a row starts, or to `found`. */
function buildSteps(words: readonly string[]): Uint16Array {
  const all = words.flatMap((word) => Array.from(word, (_, end) => word.slice(0, end)))
  const beginnings = [...new Set(all)].sort((a, b) => a.length - b.length)
  const rows = new Map(beginnings.map((beginning, index) => [beginning, index * letters]))
  const steps = new Uint16Array(rows.size * letters)
  for (const [beginning, row] of rows) {
    const shorter = findShorter(beginning, rows)
    steps.copyWithin(row, shorter, shorter + letters)
    for (const word of words) {
      const next = word.slice(0, beginning.length + 1)
      const place = row + next.charCodeAt(beginning.length)
      if (!word.startsWith(beginning) || steps[place] === found) continue
      steps[place] = words.includes(next) ? found : (rows.get(next) ?? 0)
    }
  }
  return steps
}

/** The row of the longest end that is itself the beginning of a word: where it goes on, the search goes on. */
function findShorter(beginning: string, rows: ReadonlyMap<string, number>): number {
  for (let start = 1; start < beginning.length; start++) {
    const row = rows.get(beginning.slice(start))
    if (row !== undefined) return row
  }
  return 0
}
