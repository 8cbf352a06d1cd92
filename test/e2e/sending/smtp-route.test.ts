import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, it } from 'vitest'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import type { SmtpOptions } from '../../../src/delivery/smtp/smtp-options.ts'
import { SmtpError, type SmtpPhase } from '../../../src/delivery/transport.ts'
import { openSink } from '../../../src/rehearsal/sink.ts'
import { anOutgoing } from '../../contracts/transport.ts'
import { findFreePort } from '../../support/programs/free-port.ts'

const nothing = (): Promise<void> => Promise.resolve()

function route(port: number, changes: Partial<SmtpOptions> = {}) {
  return openSmtpRoute({ host: '127.0.0.1', port, security: 'none', connections: 1, timeoutMs: 2000, ...changes })
}

/** A server with TLS and a log-in; its certificate is the package's own, which nobody signed. */
async function withTlsServer(
  options: SMTPServerOptions,
  use: (port: number, got: string[]) => Promise<void>,
): Promise<void> {
  const got: string[] = []
  const server = new SMTPServer({
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === 'courant' && password === 'right') done(null, { user: username })
      else done(new Error('5.7.8 Authentication credentials invalid'))
    },
    onData(stream, session, done) {
      stream.resume()
      stream.on('end', () => {
        got.push(`${session.secure ? 'secure' : 'clear'} ${String(session.user)}`)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  try {
    await use((server.server.address() as AddressInfo).port, got)
  } finally {
    await new Promise<void>((resolve) => server.close(resolve))
  }
}

/** A server that does as `talk` says with each connection. */
async function withTalker(talk: (socket: Socket) => void, use: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    talk(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use((server.address() as AddressInfo).port)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

describe('openSmtpRoute', () => {
  it('finds the private fields of Nodemailer that it takes the socket over with', async () => {
    await using sink = await openSink({})
    const connection = new SMTPConnection({ host: '127.0.0.1', port: sink.port, ignoreTLS: true })
    await new Promise<void>((resolve) => connection.connect(() => resolve()))
    const inner = connection as unknown as Record<string, unknown>
    for (const name of [
      '_onSocketData',
      '_onSocketClose',
      '_onSocketEnd',
      '_onSocketError',
      '_onSocketTimeout',
      '_clearPhase',
    ])
      expect([name, typeof inner[name]]).toEqual([name, 'function'])
    expect(inner['_supportedExtensions']).toEqual(expect.arrayContaining(['PIPELINING', 'SMTPUTF8', '8BITMIME']))
    expect(inner['_maxAllowedSize']).toBe(0)
    const socket = inner['_socket'] as Socket
    expect(socket.listeners('data')).toContain(inner['_onSocketData'])
    connection.close()
  })

  it('leaves no listener of Nodemailer on the socket', async () => {
    await using sink = await openSink({})
    const before = process.listenerCount('warning')
    const session = await route(sink.port).openSession()
    for (let count = 0; count < 50; count += 1) await session.send(anOutgoing(`r${count}@example.com`), nothing)
    await session.close()
    expect([sink.count, process.listenerCount('warning')]).toEqual([50, before])
  })

  it('secures by STARTTLS, logs in and sends many messages over the same connection', async () => {
    await withTlsServer({}, async (port, got) => {
      const tls = { rejectUnauthorized: false }
      const secure = route(port, { security: 'starttls', user: 'courant', password: 'right', tls })
      const session = await secure.openSession()
      await Promise.all([1, 2, 3].map((n) => session.send(anOutgoing(`r${n}@example.com`), nothing)))
      await session.close()
      expect(got).toEqual(Array(3).fill('secure courant'))
    })
  })

  it('secures from the first octet', async () => {
    await withTlsServer({ secure: true, authOptional: true }, async (port, got) => {
      const session = await route(port, { security: 'tls', tls: { rejectUnauthorized: false } }).openSession()
      await session.send(anOutgoing('a@example.com', `${'x'.repeat(70)}\r\n`.repeat(5000)), nothing)
      await session.close()
      expect(got).toEqual(['secure undefined'])
    })
  })

  it('F16 refuses a certificate that nobody signed, a server without STARTTLS, and one that lies about it', async () => {
    await withTlsServer({}, async (port, got) => {
      await expect(route(port, { security: 'starttls' }).openSession()).rejects.toThrow(
        /certificate of the SMTP server .* proves nothing/,
      )
      expect(got).toEqual([])
    })
    await withTlsServer({ disabledCommands: ['STARTTLS'], authOptional: true }, async (port, got) => {
      await expect(route(port, { security: 'starttls' }).openSession()).rejects.toThrow(/No secure connection/)
      expect(got).toEqual([])
    })
    const lines = ['220 hello', '250-hello\r\n250 STARTTLS', '220 go\r\n250 injected\r\n250-injected\r\n250 AUTH PLAIN']
    const talk = (socket: Socket): void => {
      socket.write(`${lines[0]}\r\n`)
      let at = 0
      socket.on('data', () => {
        at += 1
        if (lines[at] !== undefined) socket.write(`${lines[at]}\r\n`)
        else socket.destroy()
      })
    }
    await withTalker(talk, async (port) => {
      await expect(route(port, { security: 'starttls' }).openSession()).rejects.toBeInstanceOf(SmtpError)
    })
  })

  it.each<readonly [string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['hangs up', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['says nonsense', (socket) => socket.write('SSH-2.0-OpenSSH\r\n')],
    ['goes on and on', (socket) => socket.write('220-hello\r\n'.repeat(20_000))],
    ['greets with 554', (socket) => socket.write('554 5.7.1 Not you\r\n')],
  ])('F9 F19 gives up on a server that %s', async (_what, talk) => {
    await withTalker(talk, async (port) => {
      const failure = route(port, { timeoutMs: 500 }).openSession()
      await expect(failure).rejects.toMatchObject({ scope: 'route', phase: 'connect' })
    })
  })

  it.each<readonly [SmtpPhase, Partial<SmtpOptions>]>([
    ['rcpt', { timeoutMs: 200 }],
    ['dot', { dotTimeoutMs: 200 }],
  ])('F19 does not wait for ever at %s', async (phase, limits) => {
    await using sink = await openSink({ answer: (stage) => (stage === phase ? 'hang' : undefined) })
    const session = await route(sink.port, limits).openSession()
    const failure = session.send(anOutgoing('a@example.com'), nothing)
    await expect(failure).rejects.toMatchObject({ reply: undefined, scope: 'route' })
    await expect(failure).rejects.toThrow(/took too long/)
    const { phase: died } = (await failure.catch((error: unknown) => error)) as SmtpError
    expect(died === 'dot').toBe(phase === 'dot')
  })

  it('names the settings that a server asks for with 530', async () => {
    await using sink = await openSink({
      answer: (stage) => (stage === 'mail' ? '530 5.7.0 Authentication required' : undefined),
    })
    const session = await route(sink.port).openSession()
    const failure = session.send(anOutgoing('a@example.com'), nothing)
    await expect(failure).rejects.toThrow(/Authentication required .*smtp\.user and COURANT_SMTP_PASSWORD/)
  })

  it('takes nothing for a refusal that is none: 2yz to DATA is a server out of step', async () => {
    await using sink = await openSink({ answer: (stage) => (stage === 'data' ? '250 2.1.5 Ok' : undefined) })
    const session = await route(sink.port).openSession()
    const failure = session.send(anOutgoing('a@example.com'), nothing)
    await expect(failure).rejects.toMatchObject({ reply: undefined, scope: 'route', phase: 'data' })
    await expect(failure).rejects.toThrow(/said 250 2\.1\.5 Ok to DATA/)
  })

  it('F7 F15 stops while a log-in waits for its answer', async () => {
    const talk = (socket: Socket): void => {
      socket.write('220 hello\r\n')
      socket.on('data', (octets) => {
        if (octets.toString().startsWith('EHLO')) socket.write('250-hello\r\n250 AUTH PLAIN\r\n')
        else stop.abort()
      })
    }
    const stop = new AbortController()
    await withTalker(talk, async (port) => {
      const opening = route(port, { user: 'courant', password: 'right', timeoutMs: 60_000 }).openSession(stop.signal)
      await expect(opening).rejects.toThrow(/connection closed/)
    })
  })

  it('F19 counts octets that drip in as no answer', async () => {
    let timer: NodeJS.Timeout | undefined
    const talk = (socket: Socket): void => {
      socket.write('220 hello\r\n')
      let commands = 0
      socket.on('data', () => {
        commands += 1
        if (commands === 1) socket.write('250 hello\r\n')
        else timer ??= setInterval(() => socket.write('2'), 20)
      })
      socket.on('close', () => clearInterval(timer))
    }
    await withTalker(talk, async (port) => {
      const session = await route(port, { timeoutMs: 300 }).openSession()
      await expect(session.send(anOutgoing('a@example.com'), nothing)).rejects.toThrow(/took too long/)
    })
  })

  it('F14 finds a message that is too large before it says anything (RFC 1870 §6.1)', async () => {
    await withTlsServer({ size: 1000, authOptional: true, disabledCommands: ['STARTTLS'] }, async (port, got) => {
      const session = await route(port).openSession()
      expect(session.offers.maxOctets).toBe(1000)
      const large = session.send(anOutgoing('a@example.com', `${'x'.repeat(70)}\r\n`.repeat(50)), nothing)
      await expect(large).rejects.toMatchObject({ scope: 'campaign', permanent: true })
      await session.send(anOutgoing('b@example.com'), nothing)
      await session.close()
      expect(got).toHaveLength(1)
    })
  })
})

const smtpSink = '/usr/sbin/smtp-sink'
const hasSmtpSink = existsSync(smtpSink)
if (!hasSmtpSink)
  process.stderr.write(`Skipped: tests against Postfix's smtp-sink, because ${smtpSink} is not there.\n`)

describe.runIf(hasSmtpSink)("openSmtpRoute, to Postfix's smtp-sink", () => {
  /** Connects when the program listens. */
  async function openSession(port: number) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await route(port).openSession()
      } catch (error) {
        if (attempt > 100) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }

  it.each([
    ['F21 without ESMTP', ['-e']],
    ['F22 without 8BITMIME, PIPELINING, ENHANCEDSTATUSCODES, DSN', ['-8', '-p', '-E', '-N']],
    ['with everything', []],
  ])('sends %s', async (_what, flags) => {
    const port = await findFreePort()
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
    const sink = spawn(smtpSink, [...user, ...flags, `127.0.0.1:${port}`, '100'], { stdio: 'ignore' })
    try {
      const session = await openSession(port)
      const body = `Subject: x\r\n\r\n${'x'.repeat(70)}\r\n`.repeat(800)
      const sent = Array.from({ length: 20 }, (_, n) => session.send(anOutgoing(`r${n}@example.com`, body), nothing))
      expect((await Promise.all(sent)).map(({ code }) => code)).toEqual(Array(20).fill(250))
      await session.close()
    } finally {
      const ended = new Promise((resolve) => sink.once('exit', resolve))
      sink.kill('SIGKILL')
      await ended
    }
  })
})
