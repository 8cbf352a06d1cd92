import type { ImportedRow } from '../../subscribers/import/import-file.ts'

/** Each reader has left on a day of their own. */
const day = /"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d\b))[^"]*"/
/** Different reasons that are counted; a file may give each reader a reason in words of their own. */
const mostReasons = 200
/** Reasons that are told. */
const mostTold = 5

/** Counts why records of a file get no mail. */
export interface ReasonCount {
  add(row: ImportedRow): void
  /** A line for each of the most frequent reasons, and one for what is left. */
  list(): string[]
}

/** Of whom the file says that they are unconfirmed or have left: whoever imports sees at once what was misunderstood. */
export function countReasons(): ReasonCount {
  const counts = new Map<string, number>()
  let others = 0
  return {
    add({ outcome, reason }) {
      if ((outcome !== 'unconfirmed' && outcome !== 'suppressed') || reason === undefined) return
      const line = `${outcome}: ${reason.replace(day, 'a day')}`
      const count = counts.get(line)
      if (count === undefined && counts.size >= mostReasons) others += 1
      else counts.set(line, (count ?? 0) + 1)
    },
    list() {
      const sorted = [...counts].sort(([, one], [, other]) => other - one)
      const told = sorted.slice(0, mostTold).map(([line, count]) => `${line} (${count})`)
      const left = sorted.slice(mostTold).reduce((sum, [, count]) => sum + count, others)
      return left === 0 ? told : [...told, `and ${left} more for other reasons`]
    },
  }
}
