import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Bounce } from '../../../src/delivery/bounces/bounce.ts'
import { classifyMessage } from '../../../src/delivery/bounces/classify.ts'
import { fixturePath } from '../../support/paths.ts'

const folder = fixturePath('bounces')
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.eml'))
const read = (name: string): Buffer => readFileSync(join(folder, name))

describe('classifyMessage', () => {
  it.each(fixtures)('understands %s', async (name) => {
    const expected = JSON.parse(readFileSync(join(folder, name.replace(/\.eml$/, '.json')), 'utf8')) as Bounce
    const { kind, recipients } = await classifyMessage(read(name))
    expect({ kind, recipients: recipients.map((recipient) => ({ ...recipient, words: undefined })) }).toEqual(expected)
  })

  it.each(fixtures)('B26 says the same of %s with any line ends', async (name) => {
    const octets = read(name).toString('latin1')
    const expected = await classifyMessage(read(name))
    for (const end of ['\n', '\r']) {
      expect(await classifyMessage(Buffer.from(octets.replaceAll('\r\n', end), 'latin1'))).toEqual(expected)
    }
  })

  it.each(fixtures)('B26 throws nothing when %s is cut off anywhere', async (name) => {
    const octets = read(name)
    for (let length = 0; length < octets.length; length += 97) {
      const { kind } = await classifyMessage(octets.subarray(0, length))
      expect(kind).toMatch(/^(hard|soft|complaint|auto_reply|unsubscribe|none)$/)
    }
  })

  it('B26 takes a delay for no bounce that counts', async () => {
    const { kind, recipients } = await classifyMessage(read('4.4.1-delayed.eml'))
    expect([kind, recipients[0]?.reason]).toEqual(['soft', 'delayed'])
  })
})

describe('B26 hostile mail', () => {
  it('is none when it is nested deeper than ten levels', async () => {
    const open = Array.from(
      { length: 40 },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
    )
    const mail = `From: MAILER-DAEMON@example.com\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n${open.join('')}\r\n550 5.1.1 unknown`
    expect((await classifyMessage(Buffer.from(mail))).kind).toBe('none')
  })

  it('is not unpacked when a thousand messages are nested', async () => {
    const nested = 'Content-Type: message/rfc822\r\n\r\n'.repeat(1000)
    const mail = `From: MAILER-DAEMON@example.com\r\nSubject: failure notice\r\n${nested}Final-Recipient: rfc822; ada@example.org\r\n`
    expect((await classifyMessage(Buffer.from(mail))).kind).toBe('none')
  })

  it.each([
    ['nothing', ''],
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
    [
      'an unknown charset',
      'From: MAILER-DAEMON@a.example\nSubject: x\nContent-Type: text/plain; charset=x-unknown\n\n\xff\xfe',
    ],
    ['broken base64', 'From: MAILER-DAEMON@a.example\nSubject: x\nContent-Transfer-Encoding: base64\n\n!!!!====%%%'],
    ['a header without end', `Subject: ${'x'.repeat(400_000)}`],
    ['a header field in a million lines', `Subject: x\n${' y\n'.repeat(300_000)}`],
    [
      'long runs',
      `From: MAILER-DAEMON@a.example\nSubject: failure notice\n\n${'a'.repeat(200_000)}@${'b.'.repeat(50_000)}`,
    ],
    [
      'tags without end',
      `From: a@a.example\nContent-Type: text/html\n\n${'<a '.repeat(20_000)}${'<style '.repeat(20_000)}`,
    ],
  ])('is none: %s', async (_, mail) => {
    expect(await classifyMessage(Buffer.from(mail))).toEqual({ kind: 'none', recipients: [] })
  })

  it('names at most a hundred recipients', async () => {
    const groups = Array.from(
      { length: 5000 },
      (_, n) => `Final-Recipient: rfc822; r${n}@example.org\nAction: failed\nStatus: 5.1.1\n`,
    )
    const mail = `From: MAILER-DAEMON@example.com\nSubject: failure notice\nContent-Type: message/delivery-status\n\n${groups.join('\n')}`
    expect((await classifyMessage(Buffer.from(mail))).recipients.length).toBeLessThanOrEqual(100)
  })

  it('finds a report in the first megabyte of fifty', async () => {
    const start = read('5.1.1-unknown-user-postfix.eml')
    const mail = Buffer.concat([start, Buffer.alloc(50_000_000, 'padding ')])
    expect((await classifyMessage(mail)).kind).toBe('hard')
  })
})
