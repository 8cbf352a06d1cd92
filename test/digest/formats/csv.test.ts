import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate
const table =
  'Title,Author,Abstract Note\nA First Paper,"Example, Ann; Sample, Bo",We show.\nA Second Paper,"Specimen, Cy",We show more.\n'

function parse(content: string | Uint8Array) {
  const parsed = parseDigest({ source: 'a.csv', content }, { today })
  const papers = parsed.digest.entries.map(({ paper }) => [paper.title, ...paper.authors.map(({ name }) => name)])
  return { papers, problems: parsed.problems }
}

const wanted = [
  ['A First Paper', 'Ann Example', 'Bo Sample'],
  ['A Second Paper', 'Cy Specimen'],
]

describe('CSV', () => {
  it('turns names that stand the other way round, of one author too', () => {
    expect(parse(table)).toEqual({ papers: wanted, problems: [] })
  })

  it.each([
    ['semicolons', table.replaceAll(/,(?! )/g, ';')],
    ['tabs', table.replaceAll(/,(?! )/g, '\t')],
    ['a line that names the separator', `sep=,\r\n${table}`],
    ['a mark of its encoding', `\ufeff${table}`],
    ['UTF-16', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['lines above the header', `Export of 20.11.2026\n\n${table}`],
    ['other line ends', table.replaceAll('\n', '\r\n')],
  ])('is read with %s', (_, content) => {
    expect(parse(content).papers).toEqual(wanted)
  })

  it('counts the lines above the header', () => {
    const { problems } = parse(`Export\n\n${table},"Example, Ann",no title\n`)
    expect(problems).toEqual([{ line: 6, code: 'no_title', message: 'The row has no title; skipped.' }])
  })
})
