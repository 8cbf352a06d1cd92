import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { readSubscriberFile } from '../../../src/subscribers/import/read.ts'
import { brief, read } from './read-support.ts'

describe('readSubscriberFile', () => {
  it('tells confirmed, unconfirmed and those who left apart', async () => {
    const file = await read(
      'Email,Name,Status\nann@example.com,Ann,confirmed\nbob@example.com,Bob,pending\ncleo@example.com,Cleo,Unsubscribed\ndan@example.com,Dan,bounced\neve@example.com,Eve,spam complaint\n',
    )
    expect(file.columns).toEqual([
      { column: 'Email', field: 'address' },
      { column: 'Name', field: 'name' },
      { column: 'Status', field: 'status' },
    ])
    expect(brief(file)).toEqual([
      '2 confirmed ann@example.com Ann',
      '3 unconfirmed bob@example.com Bob',
      '4 unsubscribed cleo@example.com Cleo',
      '5 bounced dan@example.com Dan',
      '6 complained eve@example.com Eve',
    ])
  })

  it('takes "inactive" for inactive, and a status word that nobody knows for unconfirmed', async () => {
    const file = await read('email,status\nann@example.com,inactive\nbob@example.com,wombat\n')
    expect(brief(file)).toEqual(['2 unconfirmed ann@example.com', '3 unconfirmed bob@example.com'])
    expect(file.rows[1]?.reason).toBe('status is "wombat", a word not known')
  })

  it('folds one address in two spellings, and lets who left once be gone', async () => {
    const file = await read(
      'email,status\nann@example.com,active\nANN@Example.com,active\nbob@example.com,active\nbob@example.com,unsubscribed\n',
    )
    expect(brief(file)).toEqual([
      '2 confirmed ann@example.com',
      '3 duplicate ANN@example.com',
      '4 duplicate bob@example.com',
      '5 unsubscribed bob@example.com',
    ])
    expect(file.rows[1]?.reason).toBe('is the address of line 2 again')
  })

  it('does not shift values when a column in the middle is unknown', async () => {
    const file = await read('Email,Shoe size,First Name,Last Name\nann@example.com,38,Ann,Lee\n')
    expect(brief(file)).toEqual(['2 confirmed ann@example.com Ann Lee'])
  })

  it('keeps the consent: time, address and source', async () => {
    const file = await read(
      'email,consent_at,consent_ip,source\nann@example.com,2024-05-06 07:08:09,192.0.2.7,Spring school\n',
    )
    expect(file.rows[0]).toMatchObject({
      consentAt: '2024-05-06T07:08:09Z',
      consentIp: '192.0.2.7',
      consentSource: 'Spring school',
    })
  })

  it('obeys the map of the person before any guess', async () => {
    const text = 'contact,email\nann@example.com,bob@example.com\n'
    expect(brief(await read(text, 'a.csv', { map: { Contact: 'address', email: null } }))).toEqual([
      '2 confirmed ann@example.com',
    ])
    await expect(read(text, 'a.csv', { map: { phone: 'address' } })).rejects.toThrow(
      'a.csv has no column "phone" to map',
    )
  })

  it.each([
    [
      'has no column of addresses',
      'name,age\nAnn,3\n',
      'readers.csv has no column of addresses: its columns are "name", "age". Name it with --map',
    ],
    ['is empty', '', 'readers.csv is empty: there is nobody in it.'],
    ['is only blank lines', '\ufeff\r\n\r\n', 'readers.csv is empty: there is nobody in it.'],
    [
      'is a workbook',
      'PK\u0003\u0004rest',
      'readers.csv is a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV',
    ],
    ['is broken JSON', '{"subscribers": [', 'readers.csv begins like JSON but is none'],
  ])('refuses in a sentence a file that %s', async (_what, text, sentence) => {
    await expect(readSubscriberFile('readers.csv', Buffer.from(text))).rejects.toThrow(sentence)
  })

  it('finds addresses under a name that nobody knows, and not a postal address under "address"', async () => {
    const file = await read('Address,Wohin\n1 Main St,ann@example.com\n2 Main St,bob@example.com\n')
    expect(file.columns).toEqual([
      { column: 'Address', field: null },
      { column: 'Wohin', field: 'address' },
    ])
  })
})

describe('other formats', () => {
  it.each<[string, string, string, string[]]>([
    [
      'list',
      'addresses',
      'ann@example.com\nBob <bob@example.com>\n"Lee, Cleo" <cleo@example.com>; Dan <dan@example.com>\n# a note\nnobody\n',
      [
        '1 confirmed ann@example.com',
        '2 confirmed bob@example.com Bob',
        '3 confirmed cleo@example.com Lee, Cleo',
        '3 confirmed dan@example.com Dan',
        '5 rejected -',
      ],
    ],
    [
      'list',
      'a roster of Mailman',
      'ann at example.com\nbob at lists.example.com\n',
      ['1 confirmed ann@example.com', '2 confirmed bob@lists.example.com'],
    ],
    [
      'list',
      'addresses on one line',
      'ann@example.com, bob@example.com;cleo@example.com',
      ['1 confirmed ann@example.com', '1 confirmed bob@example.com', '1 confirmed cleo@example.com'],
    ],
    [
      'json',
      'a list of texts',
      '["ann@example.com", "bob@example.com"]',
      ['1 confirmed ann@example.com', '2 confirmed bob@example.com'],
    ],
    [
      'json',
      'an answer of an API',
      '{"meta":{"total":2},"data":{"members":[\n{"email":"ann@example.com","name":"Ann","status":"active"},\n{"email":"bob@example.com","status":"unsubscribed"}]}}',
      ['1 confirmed ann@example.com Ann', '2 unsubscribed bob@example.com'],
    ],
    [
      'jsonl',
      'an object a line',
      '{"email":"ann@example.com","tags":["a","b"]}\nnope\n{"email":"bob@example.com"}\n',
      ['1 confirmed ann@example.com', '2 rejected -', '3 confirmed bob@example.com'],
    ],
    [
      'vcard',
      'cards',
      'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\n  Lee\r\nEMAIL;TYPE=work:ann.work@example.com\r\nEMAIL;PREF=1:ann@example.com\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=B3pez;Jos=C3=A9=\r\n;;;\r\nitem1.EMAIL;INTERNET:jose@example.com\r\nEND:VCARD\r\n',
      ['1 confirmed ann@example.com Ann Lee', '8 confirmed jose@example.com José López'],
    ],
  ])('reads a %s: %s', async (source, _what, text, rows) => {
    const file = await read(text, 'readers.txt')
    expect(file.source).toBe(source)
    expect(brief(file)).toEqual(rows)
  })

  it('B15 is not polluted by JSON', async () => {
    await read('[{"email":"ann@example.com","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

it('throws nothing but a sentence at any cut of any fixture', async () => {
  const folder = new URL('../../../fixtures/subscribers/', import.meta.url)
  const unforeseen: unknown[] = []
  for (const name of ['semicolons-and-statuses.csv', 'cards.vcf', 'members.json']) {
    const octets = readFileSync(new URL(name, folder))
    for (let cut = 0; cut <= octets.length; cut += 1) {
      await readSubscriberFile(name, octets.subarray(0, cut)).catch((error: unknown) => {
        if (!(error instanceof AppError)) unforeseen.push(error)
      })
    }
  }
  expect(unforeseen).toEqual([])
})
