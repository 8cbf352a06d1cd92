import { describe, expect, it } from 'vitest'
import { createDkimSigner } from '../../../src/delivery/dkim/dkim.ts'
import { createDkimKey, parseDkimKey } from '../../../src/delivery/dkim/dkim-key.ts'
import { listUnverified } from '../../../src/delivery/dkim/verify-signatures.ts'
import { compileMessage } from '../../../src/delivery/message-template.ts'
import { aRecipient, aRenderedIssue, header } from '../../support/sending/messages.ts'

const key = (algorithm: 'rsa-sha256' | 'ed25519-sha256', selector: string) =>
  parseDkimKey(createDkimKey(algorithm), { domain: 'news.example.com', selector })
const keys = [key('rsa-sha256', 'rsa1'), key('ed25519-sha256', 'ed1')]
const message = compileMessage(aRenderedIssue(), header).compose(aRecipient()).octets
const signed = Buffer.concat([await createDkimSigner(keys).sign(message), message])

/** The message with one text in it changed. */
const change = (from: string, to: string): Buffer => Buffer.from(signed.toString('latin1').replace(from, to), 'latin1')

describe('listUnverified', () => {
  it('lists nothing where each key has signed', () => {
    expect(listUnverified(signed, keys)).toEqual([])
  })

  it('lists every key after a change of body or header', () => {
    expect(listUnverified(change('leave</a>', 'stay!</a>'), keys)).toEqual(['rsa1', 'ed1'])
    expect(listUnverified(change('Subject: Two', 'Subject: Ten'), keys)).toEqual(['rsa1', 'ed1'])
    expect(listUnverified(change('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n', ''), keys)).toEqual([
      'rsa1',
      'ed1',
    ])
    expect(listUnverified(change('Subject: ', 'Subject: Another\r\nSubject: '), keys)).toEqual(['rsa1', 'ed1'])
  })

  it('lists a key that has not signed, and one whose selector another key has', () => {
    expect(listUnverified(message, keys)).toEqual(['rsa1', 'ed1'])
    expect(listUnverified(signed, [key('rsa-sha256', 'rsa1')])).toEqual(['rsa1'])
    expect(listUnverified(signed, [key('rsa-sha256', 'other')])).toEqual(['other'])
  })
})
