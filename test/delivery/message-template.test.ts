import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { compileMessage, type MessageRecipient } from '../../src/delivery/message-template.ts'
import { fillHtml, fillText } from '../../src/rendering/fill.ts'
import { slotNames, type SlotValues } from '../../src/rendering/rendering.ts'
import { aRecipient, aRenderedIssue, header, newsletter } from '../support/sending/messages.ts'

function compose(recipient: MessageRecipient = aRecipient(), rendered = aRenderedIssue()): Buffer {
  return compileMessage(rendered, header).compose(recipient).octets
}

function headerNames(octets: Buffer): string[] {
  const head = octets.toString('latin1').split('\r\n\r\n')[0] ?? ''
  return [...head.matchAll(/^([A-Za-z-]+):/gm)].map((match) => match[1] ?? '')
}

describe('compileMessage', () => {
  it('writes each header field once', () => {
    expect(headerNames(compose()).toSorted()).toEqual([
      'Content-Type',
      'Date',
      'Feedback-ID',
      'From',
      'List-Archive',
      'List-Id',
      'List-Unsubscribe',
      'List-Unsubscribe-Post',
      'MIME-Version',
      'Message-ID',
      'Subject',
      'To',
    ])
  })

  it('offers one-click unsubscription by https and by mail (RFC 8058 §3.1)', async () => {
    const recipient = aRecipient()
    const { headers } = await PostalMime.parse(compose(recipient))
    const field = (name: string): string | undefined => headers.find(({ key }) => key === name)?.value
    expect(field('list-unsubscribe')?.replace(/\s+/g, ' ')).toBe(
      `<${recipient.unsubscribe.https}>, <${recipient.unsubscribe.mailto}>`,
    )
    expect(field('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(field('list-id')).toBe('The Invented Reader <papers.news.example.com>')
  })

  it('offers only mail where there are no pages', async () => {
    const { publicUrl: _, ...paperOnly } = newsletter
    const recipient = { ...aRecipient(), unsubscribe: { mailto: 'mailto:leave@news.example.com?subject=unsubscribe' } }
    const { octets } = compileMessage(aRenderedIssue(), { ...header, newsletter: paperOnly }).compose(recipient)
    expect(headerNames(octets)).not.toContain('List-Unsubscribe-Post')
    expect(octets.toString()).toContain('List-Unsubscribe: <mailto:leave@news.example.com?subject=unsubscribe>')
  })

  it('gives the same recipient the same Message-ID and octets every time, and another recipient others', () => {
    expect(compose().equals(compose())).toBe(true)
    const ids = ['ada@example.com', 'ben@example.com'].map(
      (to) => compileMessage(aRenderedIssue(), header).compose(aRecipient(to)).messageId,
    )
    expect(new Set(ids).size).toBe(2)
    expect(ids[0]).toMatch(/^<abababababababab\.[0-9a-f]{24}@news\.example\.com>$/)
  })

  it('decodes to exactly what the preview shows, whatever the slots hold', async () => {
    const values = fc.record(
      Object.fromEntries(slotNames.map((name) => [name, fc.string({ unit: 'grapheme', maxLength: 120 })])),
    ) as fc.Arbitrary<SlotValues>
    await fc.assert(
      fc.asyncProperty(values, async (raw) => {
        const slots = Object.fromEntries(
          slotNames.map((name) => [name, raw[name].toWellFormed().replace(/[\0-\x1f\x7f]/g, '')]),
        ) as SlotValues
        const octets = compose({ ...aRecipient(), slots })
        const message = await PostalMime.parse(octets)
        const rendered = aRenderedIssue()
        expect(message.html?.trimEnd()).toBe(fillHtml(rendered.html, slots).trimEnd())
        expect(message.text?.trimEnd()).toBe(fillText(rendered.text, slots).trimEnd())
        expect(
          octets
            .toString('latin1')
            .split('\r\n')
            .every((line) => line.length <= 998),
        ).toBe(true)
      }),
    )
  })

  it('B9 keeps a name from forging a header field', () => {
    const forged = { displayName: 'Ann\r\nBcc: all@victim.example', address: aRecipient().mailbox.address }
    expect(headerNames(compose({ ...aRecipient(), mailbox: forged }))).not.toContain('Bcc')
  })

  it('F25 sends no line that SMTP could take for the end, and no bare CR or LF (RFC 5321 §2.3.8)', () => {
    const rendered = aRenderedIssue({ html: { parts: ['a\n.\nb\r.\rc\r\n.\r\nd'], slots: [] } })
    const text = compose(aRecipient(), rendered).toString('latin1')
    expect(text.split('\r\n').filter((line) => line.startsWith('.'))).toEqual([])
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
})
