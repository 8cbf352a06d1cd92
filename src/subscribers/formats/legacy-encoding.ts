/**
 * Octets that are no UTF-8 → the encoding from before Unicode that they are in. The octets alone do not tell one from another;
 * but lists have columns and states, and in the right encoding these are words that somebody knows.
 */

/** Western first: where others know as many words, it is that. */
const encodings = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'koi8-r',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const

const sampleOctets = 64 * 1024

/**
 * @param octets whole lines
 * @param isKnown whether a cell is the name of a column or a state that readers are in
 * @returns undefined when no word is known and it does not look like a Western language either
 */
export function guessLegacyEncoding(octets: Uint8Array, isKnown: (cell: string) => boolean): string | undefined {
  const sample = octets.subarray(0, octets.subarray(0, sampleOctets).lastIndexOf(0x0a) + 1 || sampleOctets)
  const counts = encodings.map((encoding) => ({ encoding, known: countKnown(decode(sample, encoding), isKnown) }))
  const best = counts.reduce((most, other) => (other.known > most.known ? other : most))
  if (best.known > 0) return best.encoding
  return isWestern(decode(sample, 'windows-1252')) ? 'windows-1252' : undefined
}

/** Empty where the octets are not of this encoding. */
function decode(octets: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(octets)
  } catch {
    return ''
  }
}

/** Different cells outside ASCII that are known. */
function countKnown(text: string, isKnown: (cell: string) => boolean): number {
  const cells = text.split(/[,;\t|\n"]+/).map((cell) => cell.trim())
  return new Set(cells.filter((cell) => /[^\0-\x7f]/.test(cell) && isKnown(cell))).size
}

/** In Western languages most letters of a word are ASCII, and no octet is a control. */
function isWestern(text: string): boolean {
  if (/[\x80-\x9f]/.test(text)) return false
  const words = (text.match(/\p{L}+/gu) ?? []).filter((word) => /[^\0-\x7f]/.test(word)).join('')
  return words.replace(/[\0-\x7f]/g, '').length * 2 <= words.length
}
