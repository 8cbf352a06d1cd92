import type { SlotName, SlottedText } from './rendering.ts'

/** Octets a slot is taken to have when a size is estimated before the reader is known. */
const typicalSlotBytes: Readonly<Record<SlotName, number>> = {
  address: 30,
  token: 60,
  unsubscribeUrl: 110,
  preferencesUrl: 110,
  browserUrl: 110,
}

/** Octets of a slotted text as it travels (quoted-printable), every slot on a line of its own between soft breaks. */
export function countSlottedBytes({ parts, slots }: SlottedText): number {
  const fixed = parts.reduce((sum, part) => sum + countQuotedPrintable(part), 0)
  return slots.reduce((sum, name) => sum + typicalSlotBytes[name] + 2 * softBreakBytes, fixed)
}

const softBreakBytes = 3
const [newline, space, tab, dot, equals, letterF] = [0x0a, 0x20, 0x09, 0x2e, 0x3d, 0x46]

/**
 * Octets that `encodeQuotedPrintable` of `mail/` gives for a text, counted without making it: an issue that is fitted to
 * its budget is measured many times.
 */
export function countQuotedPrintable(text: string): number {
  const bytes = Buffer.from(text, 'utf8')
  let count = 0
  let column = 0
  for (const [index, byte] of bytes.entries()) {
    if (byte === newline) {
      count += 2
      column = 0
      continue
    }
    const isLast = index + 1 === bytes.length || bytes[index + 1] === newline
    const width = isWide(byte, isLast) || (column === 0 && (byte === dot || byte === letterF)) ? 3 : 1
    if (column + width > 75) {
      column = isWide(byte, isLast) || byte === dot || byte === letterF ? 3 : 1
      count += softBreakBytes + column
    } else {
      column += width
      count += width
    }
  }
  return count
}

/** Whether an octet is written as `=XX` wherever it stands. */
function isWide(byte: number, isLast: boolean): boolean {
  if (byte === space || byte === tab) return isLast
  return byte < 0x21 || byte > 0x7e || byte === equals
}
