import { describe, expect, it } from 'vitest'
import type { DeliveryMark } from '../../../src/delivery/delivery.ts'
import { shareCommits } from '../../../src/store/ledger/share-commits.ts'

const mark = (id: number): DeliveryMark => ({ id, attempt: 1, event: 'accept' })

/** A `record` whose commits last until they are told to end; odd ids count. */
function createSlowRecord() {
  const groups: number[][] = []
  const ends: (() => void)[] = []
  const record = async (marks: readonly DeliveryMark[]): Promise<boolean[]> => {
    groups.push(marks.map(({ id }) => id))
    await new Promise<void>((resolve) => ends.push(resolve))
    return marks.map(({ id }) => id % 2 === 1)
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  return { record, groups, turn, endCommit: () => ends.shift()?.() }
}

describe('shareCommits', () => {
  it('commits what comes in one turn together, and what comes during a commit with the next', async () => {
    const { record, groups, turn, endCommit } = createSlowRecord()
    const share = shareCommits(record)
    const answers = [share([mark(1), mark(2)], 0), share([mark(3)], 0)]
    await turn()
    answers.push(share([mark(4)], 0), share([mark(5)], 0))
    await turn()
    expect(groups).toEqual([[1, 2, 3]])
    endCommit()
    await turn()
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
    endCommit()
    expect(await Promise.all(answers)).toEqual([[true, false], [true], [false], [true]])
  })

  it('tells every caller of a group that it failed, and goes on with the next', async () => {
    let tries = 0
    const share = shareCommits((marks) => {
      tries += 1
      return tries === 1 ? Promise.reject(new Error('the disk is full')) : Promise.resolve(marks.map(() => true))
    })
    const failed = await Promise.allSettled([share([mark(1)], 0), share([mark(2)], 0)])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await share([mark(3)], 0)).toEqual([true])
  })
})
