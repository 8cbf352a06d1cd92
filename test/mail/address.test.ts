import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  addressKey,
  getMailbox,
  isConfusable,
  parseAddress,
  parseMailbox,
  type AddrSpec,
} from '../../src/mail/address.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'

describe('parseAddress', () => {
  it.each([
    ['reader@example.com', 'reader@example.com'],
    [' Reader+papers@Example.COM ', 'Reader+papers@example.com'],
    ["o'neil.x_y/z=1{2}|3~@example.com", "o'neil.x_y/z=1{2}|3~@example.com"],
    ['user@münchen.example', 'user@xn--mnchen-3ya.example'],
    ['leser@faß.example', 'leser@xn--fa-hia.example'],
    ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
    ['e\u0301@example.org', 'é@example.org'],
  ])('reads %s', (text, address) => {
    expect(parseAddress(text)).toBe(address)
  })

  it.each([
    ['a quoted local part', '"john..doe"@example.org'],
    ['a list in quotes', '"a@evil.example, b"@example.org'],
    ['a comment behind', 'b@example.org(comment)'],
    ['a comment inside', 'b@evil(c).good.example'],
    ['a group', 'Grp: a@example.org, b@example.org;'],
    ['a route', '<@one.example,@two.example:a@example.org>'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['a number for a domain', 'a@127.1'],
    ['a domain without a dot', 'a@b'],
    ['a label that starts with a hyphen', 'a@-b.org'],
    ['an underscore in the domain', 'a@foo_bar.com'],
    ['a percent sign in the domain', 'a@ex%41mple.com'],
    ['a path behind the domain', 'a@example.com/x'],
    ['a tab in the domain', 'a@exa\tmple.com'],
    ['65 octets of local part', `${'a'.repeat(65)}@example.org`],
    ['255 octets', `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.org`],
    ['a NUL', 'a@example.org\0'],
    ['a line break', 'a@example.org\r\nBcc: all@example.com'],
    ['a comparison sign', 'a<b@example.org'],
    ['two addresses', 'a@example.org, b@example.org'],
    ['two dots', 'a..b@example.org'],
    ['an empty text', ''],
  ])('B11 refuses %s', (_what, text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  it('needs linear time for hostile lengths', () => {
    expect(parseAddress(`${'a'.repeat(100_000)}!`)).toBeUndefined()
    expect(parseAddress(`${'a.'.repeat(50_000)}@example.org`)).toBeUndefined()
    expect(parseAddress(`a@${'a-'.repeat(50_000)}.org`)).toBeUndefined()
  })
})

describe('addressKey', () => {
  it.each([
    ['A@X.org', 'a@x.org', 'a@X.ORG.', ' a@x.org '],
    ['user@münchen.example', 'user@xn--mnchen-3ya.example', 'USER@MÜNCHEN.example'],
    ['É@x.org', 'e\u0301@x.org'],
    ['ΝΙΚΟΣ@x.org', 'νικος@x.org', 'νικοσ@x.org'],
  ])('B10 is one key for every spelling of %s', (...spellings) => {
    expect(new Set(spellings.map((text) => addressKey(parseAddress(text) as AddrSpec))).size).toBe(1)
  })

  it.each([
    ['a.b@gmail.com', 'ab@gmail.com'],
    ['a+tag@x.org', 'a@x.org'],
    ['аdmin@x.org', 'admin@x.org'],
    ['ａ@x.org', 'a@x.org'],
  ])('B10 keeps %s and %s apart', (one, other) => {
    expect(addressKey(parseAddress(one) as AddrSpec)).not.toBe(addressKey(parseAddress(other) as AddrSpec))
  })

  it('B10 flags what can be taken for another address', () => {
    const flagged = ['аdmin@x.org', 'ａ@x.org', 'anna@x.org', 'анна@x.org', '用户@x.org'].filter((text) =>
      isConfusable(parseAddress(text) as AddrSpec),
    )
    expect(flagged).toEqual(['аdmin@x.org', 'ａ@x.org'])
  })
})

describe('parseMailbox', () => {
  it.each([
    ['Ann <ann@example.com>', { displayName: 'Ann', address: 'ann@example.com' }],
    ['"Ann \\"A\\" Lee" <ann@example.com>', { displayName: 'Ann "A" Lee', address: 'ann@example.com' }],
    ['<ann@example.com>', { address: 'ann@example.com' }],
    ['ann@example.com', { address: 'ann@example.com' }],
  ])('reads %s', (text, mailbox) => {
    expect(parseMailbox(text)).toEqual(mailbox)
  })

  it('B9 refuses a name with a line break', () => {
    expect(parseMailbox('Ann\r\nBcc: all@example.org <ann@example.com>')).toBeUndefined()
  })

  it('says what is wrong with a setting', () => {
    expect(() => getMailbox('nobody', 'COURANT_FROM')).toThrow('COURANT_FROM is "nobody", which is no address.')
  })
})

/** Where the grammar is deliberately narrower or kinder than RFC 5321 and 5322, by the corpus's diagnosis. */
const deliberate: Record<string, { accepts: boolean; because: string }> = {
  ISEMAIL_VALID: { accepts: false, because: 'a bare top-level domain (test@io) takes no mail worth sending' },
  ISEMAIL_ERR_DOT_END: { accepts: true, because: 'one dot after the domain is the root, DNS writes it so' },
  ISEMAIL_CFWS_FWS: { accepts: true, because: 'blanks around an address are how people paste' },
}

describe.runIf(hasSharedData)('the isemail corpus', () => {
  interface Case {
    readonly category: string
    readonly diagnosis: string
    readonly address_decoded: string
  }
  const cases = hasSharedData
    ? (JSON.parse(readFileSync(sharedPath('nasty', 'isemail_tests.json'), 'utf8')) as Case[])
    : []

  it('agrees on every address but the deliberate differences', () => {
    const accepted = new Set(['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN'])
    const differing = cases.filter(
      ({ category, diagnosis, address_decoded: text }) =>
        (parseAddress(text) !== undefined) !== accepted.has(category) &&
        deliberate[diagnosis]?.accepts !== (parseAddress(text) !== undefined),
    )
    expect(cases.length).toBeGreaterThan(100)
    expect(differing).toEqual([])
  })

  it('differs on four addresses', () => {
    const accepted = new Set(['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN'])
    const differing = cases
      .filter(({ category, address_decoded: text }) => (parseAddress(text) !== undefined) !== accepted.has(category))
      .map(({ address_decoded: text }) => text)
    expect(differing).toEqual(['test@io', 'test@iana.org.', ' test@iana.org', 'test@iana.org '])
  })
})
