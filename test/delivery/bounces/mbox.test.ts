import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { splitMbox } from '../../../src/delivery/bounces/mbox.ts'
import { readMailbox } from '../../../src/delivery/bounces/read-mailbox.ts'

const mbox =
  'From a@example.com Wed Jul 29\nSubject: one\n\nhere on it says\n>From quoted\n>>From twice\n\nFrom b@example.com Wed Jul 29\nSubject: two\n\nbody\n'

async function split(text: string, pieceLength: number, maxBytes = 1000): Promise<string[]> {
  const pieces = Readable.from(
    text.match(new RegExp(`[^]{1,${pieceLength}}`, 'g'))?.map((part) => Buffer.from(part)) ?? [],
  )
  const messages: string[] = []
  for await (const message of splitMbox(pieces, maxBytes)) messages.push(Buffer.from(message).toString())
  return messages
}

async function list(path: string, input = ''): Promise<[string, string][]> {
  const found: [string, string][] = []
  for await (const { file, octets } of readMailbox(path, Readable.from([Buffer.from(input)]))) {
    found.push([file, Buffer.from(octets).toString()])
  }
  return found
}

describe('splitMbox', () => {
  it.each([1, 2, 7, 1000])('parts messages that come in pieces of %i octets (RFC 4155)', async (length) => {
    expect(await split(mbox, length)).toEqual([
      'Subject: one\n\nhere on it says\nFrom quoted\n>From twice\n\n',
      'Subject: two\n\nbody\n',
    ])
  })

  it('keeps no more of a message than asked, and goes on with the next', async () => {
    const large = `From a\nSubject: ${'x'.repeat(5000)}\n\n${'y\n'.repeat(5000)}\nFrom b\nSubject: two\n`
    const messages = await split(large, 64, 100)
    expect(messages.map(({ length }) => length)).toEqual([100, 13])
  })
})

describe('readMailbox', () => {
  it('numbers the messages of an mbox, also from standard input', async () => {
    expect((await list('-', mbox)).map(([file]) => file)).toEqual(['-#1', '-#2'])
  })

  it('reads one message from standard input', async () => {
    expect(await list('-', 'Subject: x\n\n')).toEqual([['-', 'Subject: x\n\n']])
  })

  it('reads new and cur of a Maildir and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'courant-maildir-'))
    for (const name of ['new', 'cur', 'tmp']) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'a:2,S'), `Subject: ${name}\n\n`)
    }
    expect((await list(folder)).map(([file]) => file)).toEqual([join('new', 'a:2,S'), join('cur', 'a:2,S')])
  })

  it('B18 follows no link in a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'courant-mails-'))
    writeFileSync(join(folder, 'a.eml'), 'Subject: a\n\n')
    symlinkSync('/etc/hostname', join(folder, 'b.eml'))
    expect((await list(folder)).map(([file]) => file)).toEqual(['a.eml'])
  })

  it('says what is not there', async () => {
    await expect(list('/nowhere/at/all')).rejects.toThrow('/nowhere/at/all cannot be read')
  })
})
