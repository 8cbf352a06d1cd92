import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../src/clock.ts'
import { hashMessage, ingestMessage, type IngestPorts } from '../../../src/delivery/bounces/ingest.ts'
import { formatReturnPath } from '../../../src/delivery/return-path.ts'
import { getMailbox, type AddrSpec } from '../../../src/mail/address.ts'
import { createToken, parseTokenKeys } from '../../../src/subscribers/token.ts'
import { createMemoryBounceStore } from './memory-store.ts'
import { fixturePath } from '../../support/paths.ts'

const folder = fixturePath('bounces')
const key = 'a key of the tests'
const tokenKeys = parseTokenKeys('0123456789abcdef-test')
const address = (text: string): AddrSpec => getMailbox(text, 'test').address
const base = address('bounces@news.example.com')

function setUp(now = '2026-07-29T09:00:00Z', subscribers: readonly AddrSpec[] = []) {
  const store = createMemoryBounceStore(subscribers)
  const left: string[] = []
  const ports: IngestPorts = {
    store,
    unsubscribe: async ({ list, subscriberId }) => {
      left.push(`${list} ${subscriberId}`)
    },
    returnPathKeys: [key],
    tokenKeys,
    now: now as Instant,
  }
  return { store, left, ports }
}

/** A fixture as it comes when the message went out with a signed return path for `reader`. */
function returned(name: string, reader: string, signedWith = key): Buffer {
  const path = formatReturnPath(base, address(reader), 'ab'.repeat(32), signedWith)
  return Buffer.from(readFileSync(join(folder, name), 'utf8').replaceAll('bounces@news.example.com', path))
}

describe('ingestMessage', () => {
  it('suppresses the reader of a hard bounce with a signed return path', async () => {
    const { store, ports } = setUp()
    const octets = returned('5.1.1-unknown-user-postfix.eml', 'ada@example.org')
    expect(await ingestMessage({ file: 'a', octets }, ports)).toMatchObject({
      outcome: 'suppress',
      address: 'ada@example.org',
    })
    expect(store.bounces).toMatchObject([
      { reason: 'unknown_user', issue: 'abababab', suppression: { key: 'ada@example.org', reason: 'hard_bounce' } },
    ])
  })

  it('F41 does the same report once, whatever its line ends', async () => {
    const { store, ports } = setUp()
    const octets = returned('5.1.1-unknown-user-postfix.eml', 'ada@example.org')
    const again = Buffer.from(`${octets.toString().replaceAll('\r\n', '\n')}\n\n`)
    await ingestMessage({ file: 'a', octets }, ports)
    expect((await ingestMessage({ file: 'b', octets: again }, ports)).outcome).toBe('known')
    expect(store.bounces.length).toBe(1)
    expect(hashMessage(again)).toBe(hashMessage(octets))
  })

  it('counts a full mailbox and suppresses on the seventh day', async () => {
    const { store, ports } = setUp()
    const outcomes: string[] = []
    for (let day = 1; day <= 7; day += 1) {
      const octets = Buffer.concat([
        returned('5.2.2-mailbox-full-postfix.eml', 'ben@example.org'),
        Buffer.from(`${day}`),
      ])
      const now = `2026-07-0${day}T09:00:00Z` as Instant
      outcomes.push((await ingestMessage({ file: `${day}`, octets }, { ...ports, now })).outcome)
    }
    expect(outcomes).toEqual([...Array.from({ length: 6 }, () => 'count'), 'suppress'])
    expect(store.bounces.length).toBe(7)
  })

  it('suppresses for a complaint whose provider blacked the address out', async () => {
    const { store, ports } = setUp('2026-07-29T09:00:00Z', [address('ida@example.net')])
    const text = returned('abuse-report.eml', 'ida@example.net').toString()
    const octets = Buffer.from(text.replaceAll('ida@example.net', '[removed]'))
    expect(await ingestMessage({ file: 'a', octets }, ports)).toMatchObject({ kind: 'complaint', outcome: 'suppress' })
    expect(store.bounces[0]?.suppression).toMatchObject({ key: 'ida@example.net', reason: 'complaint' })
  })

  it('finds the reader whose mail was forwarded to the address that failed', async () => {
    const { store, ports } = setUp('2026-07-29T09:00:00Z', [address('reader@example.net')])
    const octets = returned('5.1.1-unknown-user-postfix.eml', 'reader@example.net')
    expect((await ingestMessage({ file: 'a', octets }, ports)).address).toBe('reader@example.net')
    expect(store.bounces[0]?.suppression?.key).toBe('reader@example.net')
  })

  it.each(readdirSync(folder).filter((name) => name.endsWith('.eml') && !name.startsWith('unsubscribe')))(
    'changes nothing for %s without a signed return path',
    async (name) => {
      const { store, left, ports } = setUp()
      const octets = readFileSync(join(folder, name))
      expect((await ingestMessage({ file: name, octets }, ports)).outcome).toMatch(/^(ignore|unverified)$/)
      expect([store.bounces, left]).toEqual([[], []])
    },
  )

  it('changes nothing for return paths signed with other keys', async () => {
    const { store, ports } = setUp('2026-07-29T09:00:00Z', [address('ada@example.org')])
    const outcomes = new Set<string>()
    for (let forgery = 0; forgery < 100; forgery += 1) {
      const octets = returned('unknown-user-exim-without-report.eml', 'ada@example.org', `guess ${forgery}`)
      outcomes.add((await ingestMessage({ file: 'a', octets }, ports)).outcome)
    }
    expect([...outcomes]).toEqual(['unverified'])
    expect(store.bounces).toEqual([])
  })

  it('B26 moves nobody but the owner of the return path when a report names somebody else', async () => {
    const { store, ports } = setUp('2026-07-29T09:00:00Z', [address('mallory@example.net'), address('ada@example.org')])
    const octets = returned('5.1.1-unknown-user-postfix.eml', 'mallory@example.net')
    await ingestMessage({ file: 'a', octets }, ports)
    expect(store.bounces.map(({ address }) => address)).toEqual(['mallory@example.net'])
  })

  it('B26 ignores an automatic reply even with a signed return path', async () => {
    const { store, ports } = setUp()
    const octets = Buffer.from(
      returned('out-of-office.eml', 'jo@example.org')
        .toString()
        .replace('papers@news.example.com', formatReturnPath(base, address('jo@example.org'), 'ab'.repeat(32), key)),
    )
    expect((await ingestMessage({ file: 'a', octets }, ports)).outcome).toBe('ignore')
    expect(store.bounces).toEqual([])
  })
})

describe('ingestMessage, a mail of our List-Unsubscribe', () => {
  const mail = (from: string, subject: string): Buffer =>
    Buffer.from(`From: ${from}\r\nTo: leave@news.example.com\r\nSubject: ${subject}\r\n\r\n`)

  it('takes the bearer of a token off the list, whoever writes', async () => {
    const { left, ports } = setUp()
    const claim = { purpose: 'unsubscribe' as const, list: 'papers.news.example.com', subscriberId: 'kim@example.org' }
    const octets = mail('k.lane@example.net', `unsubscribe ${claim.list} ${createToken(tokenKeys, claim, ports.now)}`)
    expect((await ingestMessage({ file: 'a', octets }, ports)).outcome).toBe('unsubscribe')
    expect(left).toEqual(['papers.news.example.com kim@example.org'])
    const dotted = mail('k.lane@example.net', `unsubscribe ${claim.list} ${createToken(tokenKeys, claim, ports.now)}.`)
    expect((await ingestMessage({ file: 'b', octets: dotted }, ports)).outcome).toBe('unsubscribe')
  })

  it('takes off who writes from the address that the subject names', async () => {
    const { left, ports } = setUp()
    const octets = mail('Kim <Kim@example.org>', 'unsubscribe papers.news.example.com kim@example.org')
    expect((await ingestMessage({ file: 'a', octets }, ports)).outcome).toBe('unsubscribe')
    expect(left).toEqual(['papers.news.example.com Kim@example.org'])
  })

  it.each([
    ['another address', 'unsubscribe papers.news.example.com ada@example.org'],
    [
      'a token of another purpose',
      `unsubscribe l ${createToken(tokenKeys, { purpose: 'feedback', list: 'l', subscriberId: 'ada@example.org' }, '2026-07-29T09:00:00Z' as Instant)}`,
    ],
    ['no list', 'unsubscribe me'],
  ])('takes nobody off for %s', async (_, subject) => {
    const { left, ports } = setUp()
    const result = await ingestMessage({ file: 'a', octets: mail('mallory@example.net', subject) }, ports)
    expect([result.kind, result.outcome, left]).toEqual(['unsubscribe', 'unverified', []])
  })
})
