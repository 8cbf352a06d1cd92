import { describe, expect, it } from 'vitest'
import type { DeliveryReport } from '../../../src/delivery/outcome.ts'
import { compileMessage } from '../../../src/delivery/message-template.ts'
import { runCampaign } from '../../../src/delivery/run-campaign.ts'
import { openSmtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts'
import { SmtpError } from '../../../src/delivery/transport.ts'
import { openInbox, type Inbox, type InboxOptions } from '../../../src/rehearsal/inbox.ts'
import { openSink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions } from '../../../src/rehearsal/sink-options.ts'
import { aRecipient, aRenderedIssue, header, newsletter } from '../../support/sending/messages.ts'

function openTransport(port: number, login: { user?: string; password?: string } = {}) {
  return openSmtpTransport({ host: '127.0.0.1', port, security: 'none', connections: 3, timeoutMs: 5000, ...login })
}

async function sendTo(
  inbox: { readonly port: number },
  addresses: readonly string[],
  signal = new AbortController().signal,
): Promise<DeliveryReport> {
  const transport = openTransport(inbox.port)
  try {
    return await runCampaign({
      template: compileMessage(aRenderedIssue(), header),
      recipients: addresses.map((address) => aRecipient(address)),
      transport,
      mailFrom: () => newsletter.from.address,
      concurrency: 3,
      signal,
    })
  } finally {
    transport.close()
  }
}

async function withInbox(options: InboxOptions, use: (inbox: Inbox) => Promise<void>): Promise<void> {
  await using inbox = await openInbox(options)
  await use(inbox)
}

const addresses = Array.from({ length: 40 }, (_, index) => `reader${index}@example.com`)

describe('runCampaign', () => {
  it('gives every recipient one message of their own and reports in their order', async () => {
    await withInbox({}, async (inbox) => {
      const report = await sendTo(inbox, addresses)
      expect(report.counts).toEqual({ accepted: 40, deferred: 0, failed: 0 })
      expect(report.outcomes.map(({ address }) => address)).toEqual(addresses)
      expect(inbox.messages.map(({ rcptTo }) => rcptTo).toSorted()).toEqual(addresses.toSorted())
      expect(new Set(inbox.messages.map(({ octets }) => /^Message-ID: (.*)$/m.exec(octets.toString())?.[1])).size).toBe(
        40,
      )
    })
  })

  it('brings the octets over the wire unchanged', async () => {
    await withInbox({}, async (inbox) => {
      await sendTo(inbox, ['ada@example.com'])
      const sent = compileMessage(aRenderedIssue(), header).compose(aRecipient('ada@example.com')).octets
      expect(inbox.messages[0]?.octets.toString()).toBe(sent.toString())
    })
  })

  it('F12 fails on 550 and F8 defers on 451, with the words of the server, and the others still get theirs', async () => {
    const refuse: InboxOptions['refuse'] = (address) => {
      if (address.startsWith('reader1@')) return { code: 550, text: '5.1.1 No such reader' }
      return address.startsWith('reader2@') ? { code: 451, text: '4.7.1 Come back later' } : undefined
    }
    await withInbox({ refuse }, async (inbox) => {
      const { counts, outcomes } = await sendTo(inbox, addresses)
      expect(counts).toEqual({ accepted: 38, deferred: 1, failed: 1 })
      expect(outcomes[1]).toMatchObject({ status: 'failed', reply: { code: 550, enhancedStatus: '5.1.1' } })
      expect(outcomes[2]).toMatchObject({
        status: 'deferred',
        detail: expect.stringContaining('Come back later') as string,
      })
      expect(inbox.messages).toHaveLength(38)
    })
  })

  it('F7 starts no message after the signal and defers who was not tried', async () => {
    await withInbox({}, async (inbox) => {
      const { counts, stopped } = await sendTo(inbox, addresses, AbortSignal.abort())
      expect(counts).toEqual({ accepted: 0, deferred: 40, failed: 0 })
      expect(stopped).toBe('stopped by request')
      expect(inbox.messages).toHaveLength(0)
    })
  })

  it('F10 goes over a fresh session where the server ends one before the message was sent', async () => {
    const ended = new Set<string>()
    const answer: SinkOptions['answer'] = (stage, to) => {
      if (stage !== 'rcpt' || !/5@/.test(to) || ended.has(to)) return undefined
      return ended.add(to).size % 2 === 0 ? 'hang up' : '421 4.3.2 enough for one session'
    }
    await using sink = await openSink({ answer })
    const { counts } = await sendTo(sink, addresses)
    expect([counts, sink.count, ended.size]).toEqual([{ accepted: 40, deferred: 0, failed: 0 }, 40, 4])
  })

  it('F18 sends no second copy after a hang-up at the dot, and says that it may have been taken', async () => {
    let dots = 0
    const answer: SinkOptions['answer'] = (stage) => {
      if (stage === 'dot') dots += 1
      return stage === 'dot' ? 'hang up' : undefined
    }
    await using sink = await openSink({ answer })
    const { counts, outcomes } = await sendTo(sink, ['ada@example.com'])
    expect([counts.deferred, dots]).toEqual([1, 1])
    expect(outcomes[0]?.detail).toMatch(/in phase dot\). It may have been taken all the same/)
  })

  it('F7 waits no longer for a silent server when it is cut', async () => {
    const cut = new AbortController()
    const answer: SinkOptions['answer'] = (stage) => {
      if (stage === 'dot') setTimeout(() => cut.abort(), 50)
      return stage === 'dot' ? 'hang' : undefined
    }
    await using sink = await openSink({ answer })
    const where = { host: '127.0.0.1', port: sink.port, security: 'none', connections: 1, timeoutMs: 5000 } as const
    const transport = openSmtpTransport(where, cut.signal)
    const to = aRecipient('ada@example.com').mailbox.address
    const sent = transport.send(
      { mailFrom: newsletter.from.address, rcptTo: to },
      Buffer.from('Subject: x\r\n\r\nx\r\n'),
    )
    await expect(sent).rejects.toMatchObject({ phase: 'dot', permanent: false })
    transport.close()
  })

  it('stops when the server is gone, with an outcome for everybody', async () => {
    const inbox = await openInbox()
    await inbox.close()
    const { counts, stopped } = await sendTo(inbox, addresses)
    expect(counts).toEqual({ accepted: 0, deferred: 40, failed: 0 })
    expect(stopped).toContain('did not serve us')
  })
})

describe('verify', () => {
  it('says which setting to look at when the connection is refused', async () => {
    const inbox = await openInbox()
    await inbox.close()
    const failure = openTransport(inbox.port).verify()
    await expect(failure).rejects.toThrow(SmtpError)
    await expect(failure).rejects.toThrow(/Check smtp\.host, smtp\.port/)
  })

  it('F15 says so when the log-in is refused, without the password', async () => {
    await withInbox({ login: { user: 'courant', password: 'right' } }, async (inbox) => {
      await openTransport(inbox.port, { user: 'courant', password: 'right' }).verify()
      const failure = openTransport(inbox.port, { user: 'courant', password: 'a-secret-word' }).verify()
      await expect(failure).rejects.toThrow(/refused the log-in/)
      await expect(failure).rejects.not.toThrow(/a-secret-word/)
    })
  })

  it('F16 refuses to send in clear when TLS is asked for and not offered', async () => {
    await withInbox({}, async (inbox) => {
      const transport = openSmtpTransport({
        host: '127.0.0.1',
        port: inbox.port,
        security: 'starttls',
        connections: 1,
        timeoutMs: 5000,
      })
      await expect(transport.verify()).rejects.toThrow(/No secure connection/)
    })
  })
})
