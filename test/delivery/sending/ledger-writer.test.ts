import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { DeliveryMark } from '../../../src/delivery/delivery.ts'
import { createLedgerWriter } from '../../../src/delivery/sending/ledger-writer.ts'

const mark = (id: number): DeliveryMark => ({ id, attempt: 1, event: id % 2 === 0 ? 'at_dot' : 'accept' })

function createRecorder() {
  const groups: number[][] = []
  const errors: unknown[] = []
  const record = (marks: readonly DeliveryMark[]): Promise<boolean[]> => {
    groups.push(marks.map(({ id }) => id))
    return marks.some(({ id }) => id > 100) ? Promise.reject(new Error('full')) : Promise.resolve(marks.map(() => true))
  }
  const writer = createLedgerWriter({ record }, { now: () => 0, onError: (error) => errors.push(error) })
  return { writer, groups, errors }
}

describe('the ledger writer', () => {
  it('sends the notes of a turn along with the first mark that somebody waits for', async () => {
    const { writer, groups } = createRecorder()
    writer.note(mark(1))
    writer.note(mark(3))
    const counted = await Promise.all([writer.mark(mark(2)), writer.mark(mark(4))])
    expect(counted).toEqual([true, true])
    expect(groups).toEqual([[1, 3, 2, 4]])
  })

  it('writes notes that nobody waits for when the turn ends, or at a flush', async () => {
    const { writer, groups } = createRecorder()
    writer.note(mark(1))
    await turn()
    expect(groups).toEqual([[1]])
    writer.note(mark(3))
    await writer.flush()
    expect(groups).toEqual([[1], [3]])
  })

  it('tells whoever waits, and the sender, of what could not be committed', async () => {
    const { writer, errors } = createRecorder()
    await expect(writer.mark(mark(102))).rejects.toThrow('full')
    expect(errors).toHaveLength(1)
  })
})
