/** Lists kept by hand or written by programs, all invented: whoever left in them must be seen. */
import { describe, expect, it } from 'vitest'
import { readSubscriberFile } from '../../../src/subscribers/import/read.ts'

/** Each record as `letter standing name`. */
async function readersOf(text: string): Promise<string[]> {
  const { rows } = await readSubscriberFile('readers.txt', Buffer.from(text))
  return rows.map(({ address, outcome, name }) => [address?.[0] ?? '-', outcome, ...(name ? [name] : [])].join(' '))
}

describe('a list with remarks', () => {
  it('knows who left, who bounced, and what is a name', async () => {
    const text = [
      'a@example.com',
      'b@example.com - unsubscribed',
      'c@example.com (Unsubscribed)',
      'd@example.com (Di Dorn)',
      'e@example.com (digest)',
      'f@example.com bounced',
      'g@example.com Gus Grey',
      'h@example.com (delivery disabled by bounce)',
    ].join('\n')
    expect(await readersOf(text)).toEqual([
      'a confirmed',
      'b unsubscribed',
      'c unsubscribed',
      'd confirmed Di Dorn',
      'e confirmed',
      'f bounced',
      'g confirmed Gus Grey',
      'h bounced',
    ])
  })

  it('may be the head of a mail', async () => {
    expect(
      await readersOf('To: "Ames, Ada" <a@example.com>; Bo Byrd <b@example.com>, c@example.com;\n\td@example.com\n'),
    ).toEqual(['a confirmed Ames, Ada', 'b confirmed Bo Byrd', 'c confirmed', 'd confirmed'])
    expect(await readersOf('Bcc: a@example.com, b@example.com,\n c@example.com\n')).toHaveLength(3)
  })
})

describe('a table without known names', () => {
  it.each([
    [
      'a column of states without a header',
      'a@example.com|Ada|normal\nb@example.com|Bo|unsub\nc@example.com|Cy|held\nd@example.com|Di|confirm\n',
      ['a confirmed Ada', 'b unsubscribed Bo', 'c bounced Cy', 'd unconfirmed Di'],
    ],
    [
      'remarks, of which some say that a reader left',
      'Mail,Remarks\na@example.com,\nb@example.com,unsubscribed 3/4/24\nc@example.com,speaker in May\nd@example.com,Bounced!\n',
      ['a confirmed', 'b unsubscribed', 'c confirmed', 'd bounced'],
    ],
    [
      'names as programs write them',
      'EmailAddress,FirstName,HasOptedOutOfEmail,DateUndeliverable,GDPRStatus\na@example.com,Ada,0,,Accepted\nb@example.com,Bo,1,,Accepted\nc@example.com,Cy,0,2024-02-02,Accepted\nd@example.com,Di,0,,Withdrawn\n',
      ['a confirmed Ada', 'b unsubscribed Bo', 'c bounced Cy', 'd unsubscribed Di'],
    ],
    [
      'members who bounce or are banned',
      'Email,Status,Bouncing\na@example.com,Active,No\nb@example.com,Active,Yes\nc@example.com,Banned,No\n',
      ['a confirmed', 'b bounced', 'c unsubscribed'],
    ],
    [
      'a table of Markdown',
      '| Email | Status |\n|---|:---:|\n| a@example.com | active |\n| b@example.com | unsubscribed |\n',
      ['a confirmed', 'b unsubscribed'],
    ],
    [
      'marks, where nothing is no',
      'Email,Subscribed?,Left?\na@example.com,checked,\nb@example.com,,\nc@example.com,x,yes\n',
      ['a confirmed', 'b unconfirmed', 'c unsubscribed'],
    ],
    [
      'flags of other programs',
      'email,has_opted_in,bad_email,suspended,isOptInPending,Widerruf am\na@example.com,true,false,0,false,\nb@example.com,false,false,0,false,\nc@example.com,true,true,0,false,\nd@example.com,true,false,1,false,\ne@example.com,true,false,0,true,\nf@example.com,true,false,0,false,03.04.2024\n',
      ['a confirmed', 'b unconfirmed', 'c bounced', 'd unsubscribed', 'e unsubscribed', 'f unsubscribed'],
    ],
    [
      'states of a country, which are none of readers',
      'Email,State\na@example.com,CA\nb@example.com,NY\n',
      ['a confirmed', 'b confirmed'],
    ],
    ['codes of servers', 'email,status\na@example.com,5.1.1\n', ['a bounced']],
    [
      'a reason in words',
      'email,suppressed\na@example.com,\nb@example.com,HARD_BOUNCE\nc@example.com,asked us to\n',
      ['a confirmed', 'b bounced', 'c unsubscribed'],
    ],
  ])('%s', async (_, text, readers) => {
    expect(await readersOf(text)).toEqual(readers)
  })

  it.each([
    ['メールアドレス,メールマガジンの配信を希望しますか？\na@example.com,はい\nb@example.com,いいえ\n'],
    ['이메일,뉴스레터 수신에 동의하십니까?\na@example.com,예\nb@example.com,아니요\n'],
    ['Почта,Хотите получать рассылку?\na@example.com,Да\nb@example.com,"Нет, спасибо"\n'],
    ['E-mail,Deseja receber nosso boletim?\na@example.com,Sim\nb@example.com,Não\n'],
    ['E-mail,¿Desea recibir novedades?\na@example.com,Sí\nb@example.com,"No, gracias"\n'],
  ])('a question in another language: %s', async (text) => {
    expect(await readersOf(text)).toEqual(['a confirmed', 'b unconfirmed'])
  })

  it.each([
    ['a wish about something else', 'email,Wants lunch\na@example.com,Yes\nb@example.com,No\n'],
    ['a remark in passing', 'email,Notes\na@example.com,met when she unsubscribed elsewhere\nb@example.com,no idea\n'],
  ])('%s is no reason', async (_, text) => {
    expect(await readersOf(text)).toEqual(['a confirmed', 'b confirmed'])
  })
})

it.each([
  ['<table><tr><th>Email</th></tr></table>', 'is XML or a web page'],
  ["INSERT INTO readers (email) VALUES ('a@example.com');", 'is SQL'],
  ['- email: a@example.com\n  name: Ada\n', 'is YAML'],
])('%s is refused by its name', async (text, words) => {
  await expect(readersOf(text)).rejects.toThrow(words)
})
