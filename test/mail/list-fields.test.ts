import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { listArchiveField, listIdField, unsubscribeFields } from '../../src/mail/list-fields.ts'
import { formatMailDate } from '../../src/mail/mail-date.ts'

describe('list fields', () => {
  it('name the list with a phrase (RFC 2919 §3), quoted where it must be', () => {
    expect(listIdField('The Daily, Preprint', 'papers.example.com')).toEqual([
      'List-Id',
      '"The Daily, Preprint" <papers.example.com>',
    ])
  })

  it('give the page first, and the one click only with a page (RFC 8058 §3.1)', () => {
    const mailto = 'mailto:leave@example.com?subject=x'
    expect(unsubscribeFields({ mailto })).toEqual([['List-Unsubscribe', `<${mailto}>`]])
    expect(unsubscribeFields({ mailto, https: 'https://example.com/u/1' })).toEqual([
      ['List-Unsubscribe', `<https://example.com/u/1>, <${mailto}>`],
      ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ])
  })

  it('lead to back issues (RFC 2369 §3.6)', () => {
    expect(listArchiveField('https://example.com/archive')).toEqual(['List-Archive', '<https://example.com/archive>'])
  })
})

describe('formatMailDate', () => {
  it('writes day, month and time as RFC 5322 §3.3 has them, in UTC', () => {
    expect(formatMailDate('2026-07-05T23:04:09Z' as Instant)).toBe('Sun, 05 Jul 2026 23:04:09 +0000')
  })
})
