import fc from 'fast-check'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { describe, expect, it } from 'vitest'
import { canonicalBody, splitMessage } from '../../../src/delivery/dkim/dkim-canon.ts'
import { createDkimKey, formatDkimRecord, parseDkimKey, type DkimKey } from '../../../src/delivery/dkim/dkim-key.ts'
import { createDkimSigner } from '../../../src/delivery/dkim/dkim.ts'
import { compileMessage } from '../../../src/delivery/message-template.ts'
import { aRecipient, aRenderedIssue, header } from '../../support/sending/messages.ts'

const place = { domain: 'news.example.com' }
const rsa = parseDkimKey(createDkimKey('rsa-sha256'), { ...place, selector: 'rsa1' })
const ed25519 = parseDkimKey(createDkimKey('ed25519-sha256'), { ...place, selector: 'ed1' })
const signer = createDkimSigner([rsa, ed25519])

function compose(rendered = aRenderedIssue()): Buffer {
  return compileMessage(rendered, header).compose(aRecipient()).octets
}

async function signed(message = compose()): Promise<Buffer> {
  return Buffer.concat([await signer.sign(message), message])
}

/** What mailauth makes of each signature, with the records of `keys` as DNS. */
async function verify(message: Buffer, keys: readonly DkimKey[] = [rsa, ed25519]): Promise<string[]> {
  const records = new Map(keys.map(formatDkimRecord).map(({ name, text }) => [name, text]))
  const resolver = async (name: string): Promise<string[][]> => {
    const text = records.get(name)
    if (text === undefined) throw Object.assign(new Error('no such record'), { code: 'ENOTFOUND' })
    return [[text]]
  }
  const { results } = await dkimVerify(message, { resolver })
  return results.map(({ status }: { status: { result: string } }) => status.result)
}

describe('createDkimSigner', () => {
  it('writes an RSA and an Ed25519 signature that verify (RFC 8463 §3)', async () => {
    expect(await verify(await signed())).toEqual(['pass', 'pass'])
  })

  it('verifies for any text in the slots', async () => {
    const text = fc.array(fc.constantFrom('a', ' ', '  ', '\t', '.', '=', '\n', 'é', '\u{1f4c4}', 'From '), {
      maxLength: 400,
    })
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        const message = compose(aRenderedIssue({ html: { parts: [words.join('')], slots: [] } }))
        expect(await verify(await signed(message))).toEqual(['pass', 'pass'])
      }),
      { numRuns: 60 },
    )
  })

  it('signs each of many messages from its parts, whichever came before it', async () => {
    const many = createDkimSigner([rsa, ed25519])
    const renderings = [aRenderedIssue(), aRenderedIssue({ subject: 'Naïve tides' })]
    const templates = renderings.map((rendered) => compileMessage(rendered, header))
    const recipients = [
      aRecipient('Ada Marlowe <ada@example.com>'),
      aRecipient('Zoë <zoë@example.com>'),
      { ...aRecipient(), unsubscribe: { mailto: 'mailto:leave@news.example.com' } },
    ]
    for (const recipient of [...recipients, ...recipients]) {
      for (const template of templates) {
        const composed = template.compose(recipient)
        const fields = await many.signParts(composed)
        expect(await verify(Buffer.concat([fields, composed.octets]))).toEqual(['pass', 'pass'])
        // An Ed25519 signature of the same octets is the same, so both ways sign the same.
        expect(fields.toString('latin1').split('a=ed25519')[1]).toBe(
          (await signer.sign(composed.octets)).toString('latin1').split('a=ed25519')[1],
        )
      }
    }
  })

  it('folds its fields at 78 octets (RFC 5322 §2.1.1)', async () => {
    const lines = (await signer.sign(compose())).toString('latin1').split('\r\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78)
  })

  it('fails when any field that we write is taken away or written twice (RFC 8058 §4)', async () => {
    const message = (await signed()).toString('latin1')
    const own = compose().toString('latin1').split('\r\n\r\n')[0] ?? ''
    const fields = own.split(/\r\n(?![ \t])/).filter((field) => !field.startsWith('DKIM-Signature'))
    expect(fields).toHaveLength(12)
    for (const field of fields) {
      const without = Buffer.from(message.replace(`${field}\r\n`, ''), 'latin1')
      const doubled = Buffer.from(message.replace(`${field}\r\n`, `${field}\r\n${field}\r\n`), 'latin1')
      expect([field, ...(await verify(without))]).not.toContain('pass')
      expect([field, ...(await verify(doubled))]).not.toContain('pass')
    }
  })

  it('fails when a field that was absent is added', async () => {
    const message = await signed()
    for (const field of ['Reply-To: eve@evil.example', 'Cc: eve@evil.example', 'Sender: eve@evil.example']) {
      expect(await verify(Buffer.concat([Buffer.from(`${field}\r\n`), message]))).toEqual(['fail', 'fail'])
    }
  })

  it('signs a body that is not canonical too, and survives what relays do to white space (RFC 6376 §3.4.4)', async () => {
    const message = Buffer.from('From: a@news.example.com\r\nSubject: x\r\n\r\none  two \t\r\n\tthree\r\n\r\n\r\n')
    const sent = await signed(message)
    expect(await verify(sent)).toEqual(['pass', 'pass'])
    const relayed = Buffer.from(sent.toString('latin1').replace('one  two \t', 'one two'), 'latin1')
    expect(await verify(relayed)).toEqual(['pass', 'pass'])
  })

  it('refuses a key that is cut short, too small or of another kind, without repeating it', () => {
    const pem = createDkimKey('rsa-sha256')
    const broken = pem.slice(0, 400)
    expect(() => parseDkimKey(broken, { ...place, selector: 'x' })).toThrow(/cannot be read/)
    expect(() => parseDkimKey('', { ...place, selector: 'x' })).toThrow(/courant dkim generate/)
    const attempt = (): unknown => parseDkimKey(broken, { ...place, selector: 'x' })
    expect(attempt).not.toThrow(broken.slice(40, 80))
    expect(() => parseDkimKey(pem, { ...place, selector: 'a b' })).toThrow(/selector/)
    expect(() => parseDkimKey(pem, { domain: 'localhost', selector: 'x' })).toThrow(/domain/)
  })
})

describe('canonicalBody', () => {
  it('leaves the octets of our own messages as they are', () => {
    const html = { parts: ['a  b \t c\t\n \n  d', 'e \n\n\n'], slots: ['address'] as const }
    const { body } = splitMessage(compose(aRenderedIssue({ html })))
    expect(canonicalBody(body)).toBe(body)
  })
})
