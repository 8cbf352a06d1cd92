import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { ingestMessage } from '../../src/delivery/bounces/ingest.ts'
import { formatReturnPath } from '../../src/delivery/return-path.ts'
import { getMailbox } from '../../src/mail/address.ts'
import { parseTokenKeys } from '../../src/subscribers/token.ts'
import { createMemoryBounceStore } from '../delivery/bounces/memory-store.ts'
import { fixturePath } from '../support/paths.ts'

const folder = fixturePath('bounces')
const base = getMailbox('bounces@news.example.com', 'base').address
const victim = getMailbox('ada@example.org', 'victim').address

it('B26 10,000 forged bounces and complaints change nothing', async () => {
  const store = createMemoryBounceStore([victim])
  const ports = {
    store,
    unsubscribe: () => Promise.reject(new Error('nobody asked to leave')),
    returnPathKeys: ['a key of the tests'],
    tokenKeys: parseTokenKeys('0123456789abcdef-test'),
    now: '2026-07-29T09:00:00Z' as Instant,
  }
  const mails = ['5.1.1-unknown-user-postfix.eml', 'abuse-report.eml'].map((name) =>
    readFileSync(join(folder, name), 'utf8').replaceAll('ida@example.net', victim),
  )
  const outcomes = new Set<string>()
  for (let forgery = 0; forgery < 10_000; forgery += 1) {
    const path = formatReturnPath(base, victim, 'ab'.repeat(32), `guess ${forgery}`)
    const octets = Buffer.from((mails[forgery % 2] ?? '').replaceAll(base, path))
    outcomes.add((await ingestMessage({ file: 'forged', octets }, ports)).outcome)
  }
  expect([...outcomes]).toEqual(['unverified'])
  expect(store.bounces).toEqual([])
})
