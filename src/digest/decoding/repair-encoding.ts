/**
 * Texts that were UTF-8, were read as Latin-1 or Windows-1252, and saved as UTF-8 again: every character outside ASCII
 * stands there as two or more (`Ã©` for `é`). Where nearly all of them do, nothing else can have happened.
 */

/** What Windows-1252 puts at 0x80 to 0x9F; it leaves five places free. */
const signs = new Map(
  Array.from('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ', (sign, index) => [sign, 0x80 + index]),
)

const further = '[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]'
const sequence = new RegExp(`[\u00c2-\u00df]${further}|[\u00e0-\u00ef]${further}{2}|[\u00f0-\u00f4]${further}{3}`, 'g')
/** What such a text is full of, and no other has: the beginnings of accented letters, Greek and quotation marks. */
const evidence = new RegExp(`[ÂÃÄÅÎÏ]${further}|â[\u0080€]`)
const leastShare = 0.9

/** The text as it was before it was read wrongly; undefined where that did not happen. */
export function repairEncoding(text: string): string | undefined {
  if (!evidence.test(text)) return undefined
  const foreign = text.match(/[^\u0000-\u007f]/g)?.length ?? 0
  const paired = text.match(sequence)?.reduce((sum, found) => sum + found.length, 0) ?? 0
  return paired < leastShare * foreign ? undefined : text.replace(sequence, readSequence)
}

function readSequence(found: string): string {
  const octets = Uint8Array.from(found, (sign) => signs.get(sign) ?? sign.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch {
    return found
  }
}
