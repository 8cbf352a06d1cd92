/*
 * vCard 2.1 (still written by phones, with quoted-printable), 3.0 (RFC 2426) and 4.0 (RFC 6350), as far as a list of
 * readers needs it: name, addresses, categories. Written by hand because ical.js refuses 2.1 and knows no lines.
 */
import type { RawRecord, RawTable } from './raw-table.ts'

interface Card {
  readonly line: number
  name: string
  parts: string
  categories: string
  readonly addresses: string[]
}

/** Opens a file of cards; several addresses of one card are joined as Google joins them, the preferred one first. */
export function readVcards(blocks: AsyncIterable<string>): RawTable {
  return { source: 'vcard', header: ['FN', 'EMAIL', 'CATEGORIES'], batches: readCards(blocks) }
}

async function* readCards(blocks: AsyncIterable<string>): AsyncGenerator<RawRecord[]> {
  let card: Card | undefined
  for await (const lines of unfold(blocks)) {
    const records: RawRecord[] = []
    for (const { line, text } of lines) {
      if (/^BEGIN:VCARD/i.test(text)) card = { line, name: '', parts: '', categories: '', addresses: [] }
      else if (/^END:VCARD/i.test(text) && card) {
        records.push({
          line: card.line,
          cells: [card.name || card.parts, card.addresses.join(' ::: '), card.categories],
        })
        card = undefined
      } else if (card) readProperty(card, text)
    }
    if (records.length > 0) yield records
  }
}

/** Joins folded lines (RFC 6350 §3.2) and the soft line breaks of quoted-printable. */
async function* unfold(blocks: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }[]> {
  let number = 0
  let held: { line: number; text: string } | undefined
  for await (const block of blocks) {
    const lines: { line: number; text: string }[] = []
    for (const text of block.replace(/\n$/, '').split('\n')) {
      number += 1
      if (held && isSoftBreak(held.text)) held.text = held.text.slice(0, -1) + text
      else if (held && /^[ \t]/.test(text)) held.text += text.slice(1)
      else {
        if (held) lines.push(held)
        held = { line: number, text }
      }
    }
    yield lines
  }
  if (held) yield [held]
}

function isSoftBreak(text: string): boolean {
  return text.endsWith('=') && /^[^:]*QUOTED-PRINTABLE/i.test(text)
}

function readProperty(card: Card, text: string): void {
  const colon = text.indexOf(':')
  const head = text.slice(0, colon).toUpperCase()
  const name = (head.split(';')[0] ?? '').replace(/^.*\./, '') // "item1.EMAIL" is a group's
  if (colon < 0 || !['FN', 'N', 'EMAIL', 'CATEGORIES'].includes(name)) return
  const value = decodeValue(head, text.slice(colon + 1))
  if (name === 'FN') card.name = unescape(value)
  if (name === 'N') {
    const [family = '', given = ''] = value.split(/(?<!\\);/)
    card.parts = unescape(`${given} ${family}`.trim())
  }
  if (name === 'CATEGORIES') card.categories = value
  if (name === 'EMAIL' && value.trim() !== '') {
    const address = unescape(value).trim()
    if (/[;,=]"?PREF\b/.test(head)) card.addresses.unshift(address)
    else card.addresses.push(address)
  }
}

function decodeValue(head: string, value: string): string {
  if (!head.includes('QUOTED-PRINTABLE')) return value
  const octets = value.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const charset = /CHARSET="?([^;:"]+)/.exec(head)?.[1] ?? 'utf-8'
  return new TextDecoder(/^(utf-8|iso-8859-1|windows-1252)$/i.test(charset) ? charset : 'utf-8').decode(
    Buffer.from(octets, 'latin1'),
  )
}

function unescape(value: string): string {
  return value.replace(/\\([\\,;:])/g, '$1').replace(/\\n/gi, ' ')
}
