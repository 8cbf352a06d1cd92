import { parseStanding } from '../columns/words.ts'
import type { RawRecord } from './raw-table.ts'

/**
 * Reads lines of addresses as people paste them: one a line, several with commas or semicolons between, `Name <address>`,
 * Mailman's `ann at example.com`, an address followed by a name or by what became of the reader, `To:` in front of them. Cells
 * are address, name and status; `#` begins a comment line.
 */
export async function* readMailboxList(blocks: AsyncIterable<string>): AsyncGenerator<RawRecord[]> {
  let line = 0
  for await (const block of blocks) {
    const records: RawRecord[] = []
    for (const text of block.replace(/\n$/, '').split('\n')) {
      line += 1
      if (text.trim() === '' || /^\s*(?:#|\/\/)/.test(text)) continue
      for (const cells of splitLine(text.replace(label, ''))) records.push({ line, cells })
    }
    if (records.length > 0) yield records
  }
}

/** What stands between commas and semicolons, but for those in quotes and angle brackets. */
const piece = /(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,;"<]|"|<)+/g
const angled = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>]*?))\s*<([^<>]*)>/

/** What stands before the addresses in the head of a mail. */
const label = /^\s*(?:to|cc|bcc|reply-to|from|an|von|kopie|à|para|destinataires?)\s*:\s*/i

function splitLine(text: string): string[][] {
  if (/<[^<>]*@[^<>]*>/.test(text)) return splitMailboxes(text)
  const obscured = /^\s*(\S+) at (\S+\.\S+)\s*$/.exec(text)
  if (obscured) return [[`${obscured[1]}@${obscured[2]}`, '']]
  const tokens = text.split(/[\s,;]+/).filter((token) => token !== '')
  const addresses = tokens.filter((token) => token.includes('@'))
  if (addresses.length > 1) return addresses.map((address) => [address, ''])
  if (addresses.length === 0) return [[text.trim(), '']]
  return [readRemark(addresses[0] ?? '', tokens.filter((token) => !token.includes('@')).join(' '))]
}

/** `ann@example.com (Ann Lee)`, `ann@example.com - unsubscribed`, `ann@example.com (digest)`: a name has a capital. */
function readRemark(address: string, text: string): string[] {
  const remark = text.replace(/^[-–—|:]\s*/, '').replace(/^\((.*)\)$/, '$1')
  if (parseStanding(remark) !== undefined) return [address, '', remark]
  return remark !== text && !/^\p{Lu}|^\p{Lo}/u.test(remark) ? [address, ''] : [address, remark]
}

/** `Ann <ann@example.com>, bob@example.com, Oz, Cy <cy@example.com>`: what has no address is the beginning of the next name. */
function splitMailboxes(text: string): string[][] {
  const found: string[][] = []
  let before = ''
  for (const [part] of text.matchAll(piece)) {
    const whole = before + part
    const [, quoted, bare = '', address] = angled.exec(whole) ?? []
    before = ''
    if (address !== undefined) found.push([address, (quoted?.replace(/\\(.)/g, '$1') ?? bare).trim()])
    else if (part.includes('@')) found.push([part.trim(), ''])
    else before = `${whole}, `
  }
  return found
}
