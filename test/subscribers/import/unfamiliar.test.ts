import { describe, expect, it } from 'vitest'
import { parseExportTime } from '../../../src/subscribers/columns/words.ts'
import { readSubscriberFile } from '../../../src/subscribers/import/read.ts'

/** Standings by the letter of each address: `a confirmed, b unsubscribed`. */
async function standingsOf(text: string, name = 'readers.csv', encoding: BufferEncoding = 'utf8'): Promise<string> {
  const { rows } = await readSubscriberFile(name, Buffer.from(text, encoding))
  return rows.map(({ address, outcome }) => `${address?.[0] ?? '-'} ${outcome}`).join(', ')
}

describe('columns that nobody has told us about', () => {
  it.each([
    [
      'a status by other words',
      'email,Email Marketing Status\na@example.com,Subscribed\nb@example.com,Unsubscribed\nc@example.com,Cleaned\n',
      'a confirmed, b unsubscribed, c bounced',
    ],
    [
      'two of them: the stricter one holds',
      'email,Global status,Lists status\na@example.com,Subscribed,Subscribed\nb@example.com,Subscribed,Unsubscribed\n',
      'a confirmed, b unsubscribed',
    ],
    ['a flag', 'email,EMAIL_BLOCKLISTED\na@example.com,No\nb@example.com,Yes\n', 'a confirmed, b unsubscribed'],
    [
      'a flag in a sentence',
      'email,Unsubscribed from all email\na@example.com,false\nb@example.com,true\nc@example.com,\n',
      'a confirmed, b unsubscribed, c confirmed',
    ],
    [
      'a contact who is none for marketing',
      'email,Marketing contact status\na@example.com,Marketing contact\nb@example.com,Non-marketing contact\n',
      'a confirmed, b unconfirmed',
    ],
    [
      'what the law calls it',
      'email,GDPR status\na@example.com,Accepted\nb@example.com,Declined\nc@example.com,Withdrawn\n',
      'a confirmed, b unsubscribed, c unsubscribed',
    ],
    ['a short form', 'email,dnc\na@example.com,\nb@example.com,1\n', 'a confirmed, b unsubscribed'],
    ['no table at all', 'a@example.com Ada Marlowe\nb@example.com Ben Stone\n', 'a confirmed, b confirmed'],
    [
      'a reason',
      'email,Email hard bounce reason\na@example.com,\nb@example.com,UNKNOWN_USER\n',
      'a confirmed, b bounced',
    ],
    ['a day', 'email,Undeliverability date\na@example.com,\nb@example.com,2024-05-05\n', 'a confirmed, b bounced'],
    [
      'a question of a form that names no newsletter',
      'email,Can we send you the weekly digest?\na@example.com,Yes\nb@example.com,No\n',
      'a confirmed, b unconfirmed',
    ],
    [
      'a question of a form',
      'Timestamp,Email,Would you like to receive the newsletter?\n1/25/2024,a@example.com,"Yes, please"\n1/25/2024,b@example.com,No thanks\n1/25/2024,c@example.com,\n',
      'a confirmed, b unconfirmed, c confirmed',
    ],
    [
      'a question the other way round',
      'email,I do not want mails\na@example.com,No\nb@example.com,Yes\n',
      'a confirmed, b unsubscribed',
    ],
    ['an answer to something else', 'email,Vegetarian,Email sent\na@example.com,No,No\n', 'a confirmed'],
    ['cells alone', 'email,zzz\na@example.com,Subscribed\nb@example.com,Unsubscribed\n', 'a confirmed, b unsubscribed'],
    [
      'cells alone, without a header',
      'a@example.com,Ann Oz,subscribed\nb@example.com,Bob Lo,unsubscribed\n',
      'a confirmed, b unsubscribed',
    ],
    [
      'two columns whose names are known, and the second is the permission',
      'email,Email status,Email permission status\na@example.com,Active,Express\nb@example.com,Active,Unsubscribed\nc@example.com,Active,Awaiting confirmation\n',
      'a confirmed, b unsubscribed, c unconfirmed',
    ],
    [
      'a state of the USA beside a status',
      'email,Status,State\na@example.com,Active,Ohio\nb@example.com,Unsubscribed,Maine\n',
      'a confirmed, b unsubscribed',
    ],
    [
      'a list of reasons, and one without any',
      'email,Email suppressions\na@example.com,[]\nb@example.com,"[""UNSUBSCRIBED""]"\nc@example.com,"[""HARD_BOUNCE""]"\n',
      'a confirmed, b unsubscribed, c bounced',
    ],
    [
      'a word for those who never asked',
      'email,Email subscriber status\na@example.com,Subscribed\nb@example.com,Never subscribed\n',
      'a confirmed, b unconfirmed',
    ],
  ])('still tell who left: %s', async (_, text, standings) => {
    expect(await standingsOf(text)).toBe(standings)
  })

  it.each([
    ['links and counts', 'email,unsubscribe link,spam score,bounces\na@example.com,https://news.example.com/u/1,3,2\n'],
    [
      'the status of something else',
      'email,order status,payment status,vip status\na@example.com,cancelled,failed,no\n',
    ],
    [
      'another channel',
      'email,SMS_BLACKLISTED,SMS subscriber status,Phone opt out\na@example.com,Yes,Unsubscribed,Yes\nb@example.com,No,Unsubscribed,No\n',
    ],
    ['words that mean something else', 'email,hand\na@example.com,left\nb@example.com,left\n'],
  ])('say nothing where they speak of %s', async (_, text) => {
    expect(await standingsOf(text)).not.toMatch(/unsub|bounced|compl|unconf/)
  })
})

describe('people as the interface of a service gives them', () => {
  it.each([
    [
      'Ghost, whose members without a newsletter get nothing',
      {
        members: [
          {
            email: 'a@example.com',
            newsletters: [{ name: 'Papers' }],
            email_suppression: { suppressed: false, info: null },
          },
          { email: 'b@example.com', newsletters: [], email_suppression: { suppressed: false, info: null } },
          {
            email: 'c@example.com',
            newsletters: [{ name: 'Papers' }],
            email_suppression: { suppressed: true, info: {} },
          },
        ],
      },
      'a confirmed, b unsubscribed, c unsubscribed',
    ],
    [
      'listmonk, who left every list',
      [
        { email: 'a@example.com', status: 'enabled', lists: [{ name: 'One', subscription_status: 'unconfirmed' }] },
        { email: 'b@example.com', status: 'enabled', lists: [{ name: 'One', subscription_status: 'unsubscribed' }] },
      ],
      'a confirmed, b unsubscribed',
    ],
    [
      'a roster of Mailman, with those who only post',
      [
        { email: 'a@example.com', role: 'member', list_id: 'one.example.com', delivery_mode: 'regular' },
        { email: 'b@example.com', role: 'nonmember', list_id: 'one.example.com', delivery_mode: 'regular' },
      ],
      'a confirmed, b unconfirmed',
    ],
  ])('tell who left: %s', async (_, value, standings) => {
    expect(await standingsOf(JSON.stringify(value), 'readers.json')).toBe(standings)
  })

  it('is met in a line far below the first ones', async () => {
    const lines = Array.from({ length: 300 }, (_, at) =>
      JSON.stringify({ email: `a${at}@example.com`, newsletters: at === 299 ? [] : ['Papers'] }),
    )
    expect(await standingsOf(lines.join('\n'), 'readers.jsonl')).toMatch(/a confirmed, a unsubscribed$/)
  })
})

describe('address books', () => {
  it.each([
    ['Google', 'First Name,E-mail 1 - Value,E-mail 2 - Value\nA,a@example.com,x@example.com\nB,,b@example.com\n'],
    [
      'Outlook',
      'First Name,E-mail Address,E-mail Display Name,E-mail 2 Address\nA,a@example.com,A,x@example.com\nB,,,b@example.com\n',
    ],
  ])('give the second address where the first is empty: %s', async (_, text) => {
    expect(await standingsOf(text)).toBe('a confirmed, b confirmed')
  })
})

describe('spreadsheets of other languages', () => {
  it.each([
    [
      'German Excel',
      'sep=;\r\nE-Mail;Vorname;Nachname;Status;Anmeldedatum\r\na@example.com;Änn;Öz;aktiv;3.2.2021\r\nb@example.com;B;B;abgemeldet;\r\nc@example.com;C;C;unbestätigt;\r\n',
      'latin1',
    ],
    [
      'French Excel',
      "Courriel;Nom;Prénom;Statut;Date d'inscription\r\na@example.com;Öz;Änn;abonné;03/02/2021\r\nb@example.com;B;B;désabonné;\r\nc@example.com;C;C;en attente;\r\n",
      'latin1',
    ],
    [
      'Spanish',
      'Correo electrónico;Nombre;Apellidos;Estado\na@example.com;Änn;Öz;Suscrito\nb@example.com;B;B;Cancelado\nc@example.com;C;C;No confirmado\n',
      'utf8',
    ],
    [
      'Italian',
      'Indirizzo email;Nome;Cognome;Stato\na@example.com;Änn;Öz;Iscritto\nb@example.com;B;B;Disiscritto\nc@example.com;C;C;In attesa\n',
      'utf8',
    ],
    [
      'Portuguese',
      'Endereço de e-mail,Nome,Sobrenome,Situação\na@example.com,Änn,Öz,Inscrito\nb@example.com,B,B,Descadastrado\nc@example.com,C,C,Pendente\n',
      'utf8',
    ],
    [
      'Dutch',
      'E-mailadres;Voornaam;Achternaam;Status\na@example.com;Änn;Öz;Ingeschreven\nb@example.com;B;B;Uitgeschreven\nc@example.com;C;C;Niet bevestigd\n',
      'utf8',
    ],
    [
      'UTF-16 with tabs',
      '\ufeffEmail\tName\tStatus\r\na@example.com\tÄnn Öz\tactive\r\nb@example.com\tB\tunsubscribed\r\nc@example.com\tC\tpending\r\n',
      'utf16le',
    ],
  ] as const)('are read: %s', async (_, text, encoding) => {
    expect(await standingsOf(text, 'x.csv', encoding)).toBe('a confirmed, b unsubscribed, c unconfirmed')
    const { rows } = await readSubscriberFile('x.csv', Buffer.from(text, encoding))
    expect(rows[0]?.name).toBe('Änn Öz')
  })
})

it('a name that Outlook shows with its address loses the address only', async () => {
  const text =
    'E-mail Address,E-mail Type,E-mail Display Name\na@example.com,SMTP,Ann Oz (a@example.com)\nb@example.com,SMTP,Bo (the tall)\n'
  const { rows } = await readSubscriberFile('x.csv', Buffer.from(text))
  expect(rows.map(({ name }) => name)).toEqual(['Ann Oz', 'Bo (the tall)'])
})

describe('answers of an API', () => {
  it('hold names in a box beside the address', async () => {
    const json =
      '{"members":[{"email_address":"a@example.com","status":"subscribed","merge_fields":{"FNAME":"Ann","LNAME":"Oz","STATUS":"single"}}]}'
    const { rows } = await readSubscriberFile('members.json', Buffer.from(json))
    expect(rows).toMatchObject([{ address: 'a@example.com', outcome: 'confirmed', name: 'Ann Oz' }])
  })
})

describe('the name of a file', () => {
  it.each([
    ['unsubscribed_members_export_1.csv', 'a unsubscribed'],
    ['opt-outs 2024.csv', 'a unsubscribed'],
    ['bounces.csv', 'a bounced'],
    ['cleaned_email_audience_export_1.csv', 'a bounced'],
    ['archived_members_export_1.csv', 'a unsubscribed'],
    // Somebody cleaned it.
    ['list-cleaned.csv', 'a confirmed'],
    ['unsubscribed/subscribers.csv', 'a confirmed'],
  ])('%s: %s', async (name, standings) => {
    expect(await standingsOf('Email Address,First Name\na@example.com,Ann\n', name)).toBe(standings)
  })
})

describe('parseExportTime', () => {
  it.each([
    ['03.02.2021', '2021-02-03T00:00:00Z'],
    ['3.2.2021 10:11', '2021-02-03T10:11:00Z'],
    ['1/25/2024', '2024-01-25T00:00:00Z'],
    ['25/1/2024', '2024-01-25T00:00:00Z'],
    ['12/31/2023 11:59 PM', '2023-12-31T23:59:00Z'],
    ['05/05/24 12:05 am', '2024-05-05T00:05:00Z'],
    ['Jan 5, 2024', '2024-01-05T00:00:00Z'],
    ['5 January 2024', '2024-01-05T00:00:00Z'],
    ['September 1st, 2020 at 9:30 pm', '2020-09-01T21:30:00Z'],
    ['2023-01-01 10:00:00+00', '2023-01-01T10:00:00Z'],
  ])('reads %s', (text, instant) => {
    expect(parseExportTime(text)).toBe(instant)
  })

  it.each(['03/02/2021', '31.2.2021', '31/02/2021', 'Foo 5, 2024', '13/13/2024', 'yesterday', '1.2', ''])(
    'is undefined for %s, because a wrong time proves nothing',
    (text) => {
      expect(parseExportTime(text)).toBeUndefined()
    },
  )
})
