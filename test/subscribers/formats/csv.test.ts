import { describe, expect, it } from 'vitest'
import { readSubscriberFile } from '../../../src/subscribers/import/read.ts'
import { brief, read } from '../import/read-support.ts'

describe('B12 CSV as it really is', () => {
  const expected = ['2 confirmed ann@example.com Ann "A" Lee', '3 confirmed jose@example.com José']
  const text = 'email,name\nann@example.com,"Ann ""A"" Lee"\njose@example.com,José\n'
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')

  it.each<[string, string | Uint8Array, string]>([
    ['UTF-8', text, 'utf-8'],
    ['UTF-8 with a byte order mark', `\ufeff${text}`, 'utf-8'],
    ['CRLF', text.replaceAll('\n', '\r\n'), 'utf-8'],
    ['old Macintosh line ends', text.replaceAll('\n', '\r'), 'utf-8'],
    ['no line end at the end', text.trimEnd(), 'utf-8'],
    ['UTF-16LE', utf16, 'utf-16le'],
    ['UTF-16BE', Buffer.from(utf16).swap16(), 'utf-16be'],
    ['UTF-16LE without a mark', utf16.subarray(2), 'utf-16le'],
    ['Windows-1252', Buffer.from(text, 'latin1'), 'windows-1252'],
    ['semicolons', text.replaceAll(',', ';'), 'utf-8'],
    ['tabs', text.replaceAll(',', '\t'), 'utf-8'],
    ['bars', text.replaceAll(',', '|'), 'utf-8'],
    ['blanks behind the delimiter', text.replaceAll(',', ', '), 'utf-8'],
  ])('reads %s', async (_what, content, encoding) => {
    const file = await read(content)
    expect(brief(file)).toEqual(expected)
    expect(file.encoding).toBe(encoding)
  })

  it('reads what was pasted together from two encodings', async () => {
    const mixed = Buffer.concat([
      Buffer.from('email,name\njose@example.com,José\n'),
      Buffer.from('zoe@example.com,Zoë\n', 'latin1'),
    ])
    const file = await read(mixed)
    expect(brief(file)).toEqual(['2 confirmed jose@example.com José', '3 confirmed zoe@example.com Zoë'])
    expect(file.encoding).toBe('utf-8 and windows-1252')
  })

  it('reads another encoding when told', async () => {
    const octets = Uint8Array.from([...Buffer.from('email,name\nyuki@example.com,'), 0x97, 0x59, 0x8a, 0xf3, 0x0a])
    expect(brief(await read(octets, 'a.csv', { encoding: 'shift_jis' }))).toEqual(['2 confirmed yuki@example.com 雄希'])
    await expect(read(octets, 'a.csv', { encoding: 'klingon' })).rejects.toThrow('a.csv cannot be read as "klingon"')
  })

  it('obeys the first line "sep=;" of Excel and counts it', async () => {
    expect(brief(await read('sep=;\nE-Mail ;Name\nann@example.com;Lee, Ann\n'))).toEqual([
      '3 confirmed ann@example.com Lee, Ann',
    ])
  })

  it('keeps a line break inside quotes and counts its lines', async () => {
    const file = await read('email,name\nann@example.com,"Ann\nLee"\nbob@example.com,Bob\n')
    expect(brief(file)).toEqual(['2 confirmed ann@example.com Ann Lee', '4 confirmed bob@example.com Bob'])
  })

  it('names the line where a quote is not closed, and reads on behind it', async () => {
    const file = await read(
      'email,name\nann@example.com,"Ann\nbob@example.com,Bob\ncleo@example.com,"Cleo"\ndan@example.com,Dan\n',
    )
    expect(brief(file)).toEqual([
      '2 rejected -',
      '3 confirmed bob@example.com Bob',
      '4 confirmed cleo@example.com Cleo',
      '5 confirmed dan@example.com Dan',
    ])
    expect(file.rows[0]?.reason).toBe('has a quote that is never closed')
  })

  it('loses one line, not the rest, to an unclosed quote in a long file', async () => {
    const rest = Array.from({ length: 20_000 }, (_, index) => `reader${index}@example.com,Reader\n`).join('')
    const file = await readSubscriberFile('a.csv', Buffer.from(`email,name\nann@example.com,"Ann\n${rest}`))
    expect(file.rows.filter(({ outcome }) => outcome === 'confirmed')).toHaveLength(20_000)
    expect(file.rows.filter(({ outcome }) => outcome === 'rejected').map(({ line }) => line)).toEqual([2])
  })

  it('takes short rows, takes the address of long ones, and rejects them where a status could have moved', async () => {
    const ragged = await read('email,name\nann@example.com\nbob@example.com,Lee, Bob\n')
    expect(brief(ragged)).toEqual(['2 confirmed ann@example.com', '3 confirmed bob@example.com'])
    const moved = await read('email,name,status\nbob@example.com,Lee, Bob,unsubscribed\n')
    expect(moved.rows[0]).toMatchObject({
      outcome: 'rejected',
      reason: 'has 4 cells where the header has 3, so its status cannot be told',
    })
  })

  it('reads below a title, over blank lines, past a header in the middle and a NUL', async () => {
    const file = await read(
      'Readers of 2026,\n\nEmail,Name\nann@example.com,Ann\n,,\nEmail,Name\nb\0b@example.com,Bob\n',
    )
    expect(brief(file)).toEqual(['4 confirmed ann@example.com Ann', '6 rejected -', '7 rejected -'])
    expect(file.rows[1]?.reason).toBe('repeats the header')
  })

  it('reads a table without a header', async () => {
    expect(brief(await read('1,ann@example.com,x\n2,bob@example.com,y\n'))).toEqual([
      '1 confirmed ann@example.com',
      '2 confirmed bob@example.com',
    ])
  })

  it('holds ten thousand columns and refuses a line without end', async () => {
    const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')
    const file = await readSubscriberFile(
      'wide.csv',
      Buffer.from(`${wide},email\n${','.repeat(10_000)}ann@example.com\n`),
    )
    expect(brief(file)).toEqual(['2 confirmed ann@example.com'])
    await expect(readSubscriberFile('line.csv', Buffer.alloc(6_000_000, 97))).rejects.toThrow(
      'a line of more than 4 MiB',
    )
  })
})
