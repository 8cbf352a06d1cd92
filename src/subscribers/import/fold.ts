import type { ReadRow } from './subscriber-file.ts'

/** How much a record's word counts against another of the same address: once left, left; a confirmation beats a waiting one. */
const precedence = { unconfirmed: 0, confirmed: 1, unsubscribed: 2, bounced: 3, complained: 4 } as const

/** Leaves one record of each address; the others become duplicates that name the line of the one that counts. */
export function foldDuplicates(rows: readonly ReadRow[]): void {
  const kept = new Map<string, ReadRow>()
  for (const row of rows) {
    if (row.key === undefined || row.outcome === 'rejected' || row.outcome === 'duplicate') continue
    const earlier = kept.get(row.key)
    if (!earlier || earlier.outcome === 'rejected' || earlier.outcome === 'duplicate') {
      kept.set(row.key, row)
      continue
    }
    const [winner, loser] = precedence[row.outcome] > precedence[earlier.outcome] ? [row, earlier] : [earlier, row]
    if (winner.name === undefined && loser.name !== undefined) winner.name = loser.name
    loser.outcome = 'duplicate'
    loser.reason = `is the address of line ${winner.line} again`
    kept.set(row.key, winner)
  }
}
