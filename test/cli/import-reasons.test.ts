import { expect, it } from 'vitest'
import { countReasons } from '../../src/cli/readers/import-reasons.ts'

const row = { line: 2, address: 'a@example.com' }

it('tells the most frequent reasons of those who get no mail, days as one', () => {
  const reasons = countReasons()
  for (const time of ['2024-02-01 10:00:00', '3.2.2024', '2024-05-05'])
    reasons.add({ ...row, outcome: 'suppressed', reason: `left_at is "${time}"` })
  for (const reason of ['status is "P"', 'status is "left"', 'status is "P"'])
    reasons.add({ ...row, outcome: 'unconfirmed', reason })
  reasons.add({ ...row, outcome: 'unconfirmed' })
  reasons.add({ ...row, outcome: 'added', reason: 'not told' })
  expect(reasons.list()).toEqual([
    'suppressed: left_at is a day (3)',
    'unconfirmed: status is "P" (2)',
    'unconfirmed: status is "left" (1)',
  ])
})

it('keeps few of many reasons, and counts the rest', () => {
  const reasons = countReasons()
  for (let index = 0; index < 300; index += 1)
    reasons.add({ ...row, outcome: 'suppressed', reason: `note is "reason ${index}"` })
  expect(reasons.list()).toHaveLength(6)
  expect(reasons.list().at(-1)).toBe('and 295 more for other reasons')
})
