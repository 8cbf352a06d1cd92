import { describe, expect, it } from 'vitest'
import { eachByKey } from '../src/each-by-key.ts'

/** A list of ids that can change while it is read. */
function aList(ids: number[]) {
  const asked: number[] = []
  const all = (limit: number) =>
    eachByKey(
      async ({ after }) => {
        asked.push(after)
        return ids.filter((id) => id > after).slice(0, limit)
      },
      { after: 0, keyOf: (id) => id, limit },
    )
  return { ids, asked, all }
}

async function readAll(rows: AsyncIterable<number>): Promise<number[]> {
  const read: number[] = []
  for await (const row of rows) read.push(row)
  return read
}

describe('eachByKey', () => {
  it.each([0, 1, 2, 3, 4, 5])('gives every row of %i once, in order', async (count) => {
    const { ids, all } = aList(Array.from({ length: count }, (_, index) => index + 1))
    expect(await readAll(all(2))).toEqual(ids)
  })

  it('asks for no page behind one that is not full', async () => {
    const { asked, all } = aList([3, 5, 8])
    await readAll(all(2))
    expect(asked).toEqual([0, 5])
  })

  it('skips no row and repeats none when rows that were read go away', async () => {
    const { ids, all } = aList([1, 2, 3, 4, 5, 6])
    const read: number[] = []
    for await (const id of all(2)) {
      read.push(id)
      ids.splice(ids.indexOf(id), 1)
    }
    expect(read).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('reads no further than it is asked', async () => {
    const { asked, all } = aList([1, 2, 3, 4])
    for await (const id of all(2)) if (id === 2) break
    expect(asked).toEqual([0])
  })
})
