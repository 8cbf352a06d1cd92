import { describe, expect, it } from 'vitest'
import { getMailbox } from '../../src/mail/address.ts'
import { SmtpError, type OutgoingMessage, type Route } from '../../src/delivery/transport.ts'
import { openSink } from '../../src/rehearsal/sink.ts'
import type { SinkOptions, SunkMessage } from '../../src/rehearsal/sink-options.ts'

/** A message of one line to an invented reader. */
export function anOutgoing(to: string, body = 'Subject: x\r\n\r\nhello\r\n'): OutgoingMessage {
  const mailFrom = getMailbox('bounces@news.example.com', 'from').address
  return { envelope: { mailFrom, rcptTo: getMailbox(to, 'to').address }, octets: [Buffer.from(body)] }
}

const nothing = (): Promise<void> => Promise.resolve()

/** What every way out must do, whatever the server at its other end offers. */
export function describeRoute(name: string, open: (port: number) => Route, server: SinkOptions): void {
  async function withSink(
    options: SinkOptions,
    use: (route: Route, messages: SunkMessage[]) => Promise<void>,
  ): Promise<void> {
    const messages: SunkMessage[] = []
    const onMessage = (message: SunkMessage): number => messages.push(message)
    await using sink = await openSink({ ...server, keep: true, onMessage, ...options })
    await use(open(sink.port), messages)
  }

  describe(`${name}, as a route`, () => {
    it('brings messages over one session in order, octet for octet', async () => {
      await withSink({}, async (route, messages) => {
        const session = await route.openSession()
        const bodies = ['short\r\n', `${'x'.repeat(76)}\r\n`.repeat(3000), '\r\n', 'last\r\n']
        const sent = bodies.map((body, index) => session.send(anOutgoing(`r${index}@example.com`, body), nothing))
        const replies = await Promise.all(sent)
        await session.close()
        expect(replies.map(({ code }) => code)).toEqual([250, 250, 250, 250])
        expect(messages.map(({ octets }) => octets.toString())).toEqual(bodies)
        expect(messages.map(({ rcptTo }) => rcptTo)).toEqual(bodies.map((_, index) => `r${index}@example.com`))
      })
    })

    it('awaits atDot after the message and before the final dot', async () => {
      await withSink({}, async (route, messages) => {
        const session = await route.openSession()
        const seen: number[] = []
        await session.send(anOutgoing('a@example.com'), async () => {
          await new Promise((resolve) => setTimeout(resolve, 30))
          seen.push(messages.length)
        })
        await session.close()
        expect([seen, messages.length]).toEqual([[0], 1])
      })
    })

    it('sends nothing when atDot rejects, and says why', async () => {
      await withSink({}, async (route, messages) => {
        const session = await route.openSession()
        const lost = new Error('the row is somebody else’s')
        const sent = session.send(anOutgoing('a@example.com'), () => Promise.reject(lost))
        await expect(sent).rejects.toBe(lost)
        expect(session.open).toBe(false)
        expect(messages).toEqual([])
      })
    })

    it('F12 F13 refuses one recipient and serves the others, before and after', async () => {
      const answer: SinkOptions['answer'] = (stage, to) =>
        stage === 'rcpt' && to.startsWith('gone') ? '550 5.1.1 No such reader' : undefined
      await withSink({ answer }, async (route, messages) => {
        const session = await route.openSession()
        const to = ['a@example.com', 'gone1@example.com', 'gone2@example.com', 'b@example.com']
        const results = await Promise.allSettled(to.map((address) => session.send(anOutgoing(address), nothing)))
        await session.close()
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
        expect((results[1] as PromiseRejectedResult).reason).toMatchObject({
          phase: 'rcpt',
          permanent: true,
          scope: 'recipient',
          reply: { code: 550, enhancedStatus: '5.1.1' },
        })
        expect(messages.map(({ rcptTo }) => rcptTo)).toEqual(['a@example.com', 'b@example.com'])
      })
    })

    it('F24 sends no message to a server that says 354 although it refused the recipient (RFC 2920 §3.1)', async () => {
      const answer: SinkOptions['answer'] = (stage, to) => {
        if (stage === 'data') return '354 Go on'
        return stage === 'rcpt' && to.startsWith('gone') ? '550 5.1.1 No such reader' : undefined
      }
      await withSink({ answer }, async (route, messages) => {
        const session = await route.openSession()
        const to = ['gone@example.com', 'b@example.com']
        const results = await Promise.allSettled(to.map((address) => session.send(anOutgoing(address), nothing)))
        await session.close()
        expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
        expect(messages.map(({ rcptTo }) => rcptTo)).toEqual(['b@example.com'])
      })
    })

    it('doubles dots at line starts (RFC 5321 §4.5.2)', async () => {
      await withSink({}, async (route, messages) => {
        const session = await route.openSession()
        await session.send(anOutgoing('a@example.com', '.first\r\nx\r\n.\r\nMAIL FROM:<>\r\n'), nothing)
        await session.close()
        expect(messages.map(({ octets }) => octets.toString())).toEqual(['..first\r\nx\r\n..\r\nMAIL FROM:<>\r\n'])
      })
    })

    for (const stage of ['mail', 'rcpt', 'data', 'dot'] as const) {
      it(`F17 F18 says that the connection died at ${stage}`, async () => {
        await withSink({ answer: (at) => (at === stage ? 'hang up' : undefined) }, async (route) => {
          const session = await route.openSession()
          const error: unknown = await session.send(anOutgoing('a@example.com'), nothing).catch((e: unknown) => e)
          expect(error).toBeInstanceOf(SmtpError)
          const { phase, reply, scope } = error as SmtpError
          expect([phase === 'dot', reply, scope]).toEqual([stage === 'dot', undefined, 'route'])
          await expect(session.send(anOutgoing('b@example.com'), nothing)).rejects.toMatchObject({ phase: 'idle' })
        })
      })
    }

    it('F10 takes a 421 at the dot as a refusal, not as doubt, and ends the session', async () => {
      const answer: SinkOptions['answer'] = (stage) => (stage === 'dot' ? '421 4.7.0 Closing' : undefined)
      await withSink({ answer }, async (route) => {
        const session = await route.openSession()
        const both = [1, 2].map((n) => session.send(anOutgoing(`r${n}@example.com`), nothing))
        const [first, second] = await Promise.allSettled(both)
        expect((first as PromiseRejectedResult).reason).toMatchObject({ phase: 'dot', reply: { code: 421 } })
        expect((second as PromiseRejectedResult).reason).toMatchObject({ reply: undefined })
        expect((second as PromiseRejectedResult).reason).not.toMatchObject({ phase: 'dot' })
        expect(session.open).toBe(false)
      })
    })
  })
}
