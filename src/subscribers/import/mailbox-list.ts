import type { RawRecord } from './subscriber-file.ts'

/**
 * Reads lines of addresses as people paste them: one a line, several with commas or semicolons between, `Name <address>`,
 * Mailman's `ann at example.com`, an address followed by a name. Cells are address and name; `#` begins a comment line.
 */
export async function* readMailboxList(blocks: AsyncIterable<string>): AsyncGenerator<RawRecord[]> {
  let line = 0
  for await (const block of blocks) {
    const records: RawRecord[] = []
    for (const text of block.replace(/\n$/, '').split('\n')) {
      line += 1
      if (text.trim() === '' || /^\s*(?:#|\/\/)/.test(text)) continue
      for (const cells of splitLine(text)) records.push({ line, cells })
    }
    if (records.length > 0) yield records
  }
}

const angled = /(?:"((?:[^"\\]|\\.)*)"|([^<>;"]*?))\s*<([^<>]*)>\s*[,;]?/g

function splitLine(text: string): string[][] {
  if (/<[^<>]*@[^<>]*>/.test(text)) {
    const found = [...text.matchAll(angled)]
    return found.map(([, quoted, bare, address]) => [
      address ?? '',
      (quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '').trim(),
    ])
  }
  const obscured = /^\s*(\S+) at (\S+\.\S+)\s*$/.exec(text)
  if (obscured) return [[`${obscured[1]}@${obscured[2]}`, '']]
  const tokens = text.split(/[\s,;]+/).filter((token) => token !== '')
  const addresses = tokens.filter((token) => token.includes('@'))
  if (addresses.length > 1) return addresses.map((address) => [address, ''])
  if (addresses.length === 0) return [[text.trim(), '']]
  return [[addresses[0] ?? '', tokens.filter((token) => !token.includes('@')).join(' ')]]
}
