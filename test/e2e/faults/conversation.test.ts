import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { compileMessage } from '../../../src/delivery/message-template.ts'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import type { SmtpOptions } from '../../../src/delivery/smtp/smtp-options.ts'
import type { MailSession, OutgoingMessage, Route } from '../../../src/delivery/transport.ts'
import { getMailbox } from '../../../src/mail/address.ts'
import { openSink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions, SinkStage } from '../../../src/rehearsal/sink-options.ts'
import { aRecipient, aRenderedIssue, header } from '../../support/sending/messages.ts'
import { openSending } from '../../support/sending/sending.ts'
import { findFreePort } from '../../support/programs/free-port.ts'

const stages = ['mail', 'rcpt', 'data', 'body', 'dot'] as const

function route(port: number, options: Partial<SmtpOptions> = {}): Route {
  return openSmtpRoute({ host: '127.0.0.1', port, security: 'none', connections: 1, timeoutMs: 1000, ...options })
}

function anOutgoing(body: string): OutgoingMessage {
  const { address } = getMailbox('reader@example.com', 'reader')
  return { envelope: { mailFrom: address, rcptTo: address }, octets: [Buffer.from(body)] }
}

const nothing = async (): Promise<void> => undefined

/** Fails at one stage every seventh time, for a while. */
function failAt(at: SinkStage, answer: string): SinkOptions {
  let count = 0
  return { answer: (stage) => (stage === at && (count += 1) % 7 === 3 && count < 60 ? answer : undefined) }
}

/** Sends to sixty readers. @returns who got it how often, and how it ended */
async function sendThrough(sink: SinkOptions) {
  await using sending = await openSending({ readers: 60, sink })
  const { counts } = await sending.run({ giveUpAfterMs: 30_000 })
  return { counts, copies: sending.copies() }
}

describe('a campaign over connections that fail', () => {
  it.each(stages)('F17 sends at most once to each when connections are reset at %s', async (stage) => {
    const { counts, copies } = await sendThrough(failAt(stage, 'reset'))
    expect([...copies.values()].filter((count) => count !== 1)).toEqual([])
    // What was reset after its dot is in doubt and due later; everything else arrived.
    expect(counts.accepted + counts.deferred).toBe(60)
    // A reset amid the body may come when the dot is on its way already, and is then the same doubt.
    const doubted = counts.deferred > 0
    expect(stage === 'body' || doubted === (stage === 'dot')).toBe(true)
    expect(copies.size).toBe(counts.accepted)
  })

  it.each(['mail', 'rcpt', 'data', 'dot'] as const)(
    'F10 takes nothing for sent when 421 comes at %s',
    async (stage) => {
      const { counts, copies } = await sendThrough(failAt(stage, '421 4.3.2 Closing'))
      expect([...copies.values()].filter((count) => count !== 1)).toEqual([])
      expect(counts.accepted + counts.deferred).toBe(60)
      expect([counts.in_doubt, copies.size]).toEqual([0, counts.accepted])
    },
  )
})

/** A server that greets, and then does as it likes with what comes after EHLO. */
async function withServer(talk: (socket: Socket, line: string) => void, use: (session: MailSession) => Promise<void>) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 hello\r\n')
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString('latin1').split('\r\n').slice(0, -1)) {
        if (line.startsWith('EHLO')) socket.write('250 hello\r\n')
        else talk(socket, line)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const session = await route((server.address() as AddressInfo).port, { dotTimeoutMs: 1000 }).openSession()
    await use(session)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** Answers until a command or the final dot, and floods then with as much as the sender takes of 100 MB. */
function floodAt(at: string, line: string): (socket: Socket, line: string) => void {
  const octets = Buffer.from(line.repeat(Math.ceil(65_536 / line.length)))
  let isInData = false
  return (socket, said) => {
    if (said.startsWith(at)) for (let sent = 0; sent < 1600 && !socket.destroyed; sent += 1) socket.write(octets)
    else if (!isInData) socket.write(said === 'DATA' ? '354 go\r\n' : '250 ok\r\n')
    isInData ||= said === 'DATA'
  }
}

describe('a server that says too much or takes too little', () => {
  it.each([
    ['a line of 100 MB to MAIL', 'MAIL', '250 and more and more'],
    ['continuation without end to MAIL', 'MAIL', '250-and more\r\n'],
    ['a line of 100 MB to the dot', '.', '250 and more and more'],
    ['continuation without end to the dot', '.', '250-and more\r\n'],
  ])('F19 is left after 64 KB: %s', async (_what, command, line) => {
    await withServer(floodAt(command, line), async (session) => {
      const before = process.memoryUsage().rss
      await expect(session.send(anOutgoing('Subject: x\r\n\r\nx\r\n'), nothing)).rejects.toThrow(/a reply of more than/)
      expect(session.open).toBe(false)
      // The server is in this process too, with what it could not get rid of.
      expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(250)
    })
  })

  it('F19 is left when it does not read the message', async () => {
    const talk = (socket: Socket, said: string): void => {
      socket.write(said.startsWith('DATA') ? '354 go\r\n' : '250 ok\r\n')
      if (said.startsWith('DATA')) socket.pause()
    }
    await withServer(talk, async (session) => {
      let atDot = 0
      const body = `Subject: x\r\n\r\n${'x'.repeat(70)}\r\n`.repeat(400_000)
      const sent = session.send(anOutgoing(body), async () => void (atDot += 1))
      setTimeout(() => session.destroy(), 300)
      await expect(sent).rejects.toMatchObject({ reply: undefined })
      expect(atDot).toBe(0)
    })
  })

  it('F19 is marked before it has left where the message before left at once, and is known not to be sent', async () => {
    let bodies = 0
    const talk = (socket: Socket, said: string): void => {
      if (said.startsWith('DATA')) socket.write('354 go\r\n')
      else if (/^(MAIL|RCPT|\.)/.test(said)) socket.write('250 ok\r\n')
      if (said.startsWith('DATA') && (bodies += 1) === 2) socket.pause()
    }
    await withServer(talk, async (session) => {
      await session.send(anOutgoing('Subject: x\r\n\r\nx\r\n'), nothing)
      let atDot = 0
      const body = `Subject: x\r\n\r\n${'x'.repeat(70)}\r\n`.repeat(400_000)
      const sent = session.send(anOutgoing(body), async () => void (atDot += 1))
      setTimeout(() => session.destroy(), 300)
      await expect(sent).rejects.toMatchObject({ reply: undefined, phase: 'idle' })
      expect(atDot).toBe(1)
    })
  })
})

describe('a message whose text looks like the end of data', () => {
  it('F25 arrives as one message with the same text (RFC 5321 §4.5.2)', async () => {
    const bodies: Buffer[] = []
    await using sink = await openSink({ keep: true, onMessage: ({ octets }) => bodies.push(octets) })
    const session = await route(sink.port).openSession()
    const tricks = [
      '\n.\n',
      '\r.\r',
      '\n.\r\n',
      '\r\n.\r\n',
      '\r\n..\r\n',
      '.',
      '\n.\rMAIL FROM:<eve@evil.example>\r\n',
    ]
    for (const trick of tricks) {
      const text = { parts: [`before${trick}after `, '\n'], slots: ['address'] as const }
      const { octets } = compileMessage(aRenderedIssue({ text }), header).compose(aRecipient())
      const { address } = getMailbox('reader@example.com', 'reader')
      const envelope = { mailFrom: address, rcptTo: address }
      await session.send({ envelope, octets: [octets], hasNoLineDot: true }, nothing)
    }
    await session.close()
    const texts = await Promise.all(bodies.map(async (body) => (await PostalMime.parse(body)).text ?? ''))
    const plain = (text: string): string => text.replace(/\r\n|\r|\n/g, '\n')
    expect(texts.map((text) => plain(text).split('after')[0])).toEqual(tricks.map((trick) => plain(`before${trick}`)))
    expect(bodies.filter((body) => /[^\r]\n|\r[^\n]|\r\n\./.test(body.toString('latin1')))).toEqual([])
  })
})

const smtpSink = '/usr/sbin/smtp-sink'
const hasSmtpSink = existsSync(smtpSink)
if (!hasSmtpSink) process.stderr.write(`Skipped: F18 against Postfix's smtp-sink, because ${smtpSink} is not there.\n`)

describe.runIf(hasSmtpSink)("a campaign into Postfix's smtp-sink, which hangs up without a word", () => {
  it.each([
    ['CONNECT', 'queued'],
    ['EHLO', 'queued'],
    ['MAIL', 'queued'],
    ['RCPT', 'queued'],
    ['DATA', 'queued'],
    ['.', 'deferred'],
  ] as const)('F18 at %s leaves everybody %s and nobody accepted', async (command, status) => {
    await using sending = await openSending({ readers: 6 })
    const port = await findFreePort()
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
    const sink = spawn(smtpSink, [...user, '-q', command, `127.0.0.1:${port}`, '10'], { stdio: 'ignore' })
    try {
      const routes = [{ route: route(port), weight: 1 }]
      const { ended, counts } = await sending.run({ routes, connections: 1, giveUpAfterMs: 1500 })
      expect([counts.accepted, counts.failed]).toEqual([0, 0])
      // Before the dot nobody is to blame, and the sending stops; what died at the dot is in doubt, and due later.
      expect([ended, counts[status] > 0]).toEqual(['paused', true])
      expect(counts.queued + counts.deferred).toBe(6)
    } finally {
      const ended = new Promise((resolve) => sink.once('exit', resolve))
      sink.kill('SIGKILL')
      await ended
    }
  })
})
