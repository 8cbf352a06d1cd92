import type { SlotName, SlottedText } from './rendering.ts'

/** Octets a slot is taken to have when a size is estimated before the reader is known. */
const typicalSlotBytes: Readonly<Record<SlotName, number>> = {
  address: 30,
  token: 90,
  unsubscribeUrl: 140,
  preferencesUrl: 140,
  browserUrl: 140,
}

/** Octets of a slotted text as it travels (quoted-printable), every slot on a line of its own between soft breaks. */
export function countSlottedBytes({ parts, slots }: SlottedText): number {
  const fixed = parts.reduce((sum, part) => sum + countQuotedPrintable(part), 0)
  return slots.reduce((sum, name) => sum + typicalSlotBytes[name] + 2 * softBreakBytes, fixed)
}

const softBreakBytes = 3
const [newline, space, tab, dot, equals, letterF] = [0x0a, 0x20, 0x09, 0x2e, 0x3d, 0x46]

/** Columns of each octet: 1 as itself, 3 as `=XX`; spaces and the octets that may not open a line are seen to apart. */
const widths = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet === space || octet === tab) return 1
  return octet < 0x21 || octet > 0x7e || octet === equals ? 3 : 1
})

/**
 * Octets that `encodeQuotedPrintable` of `mail/` gives for a text, counted without making it: an issue that is fitted to
 * its budget is measured many times.
 */
export function countQuotedPrintable(text: string): number {
  const bytes = Buffer.from(text, 'utf8')
  const { length } = bytes
  let count = 0
  let column = 0
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte === newline) {
      count += 2
      column = 0
      continue
    }
    let width = widths[byte] ?? 3
    if ((byte === space || byte === tab) && (index + 1 === length || bytes[index + 1] === newline)) width = 3
    const opening = byte === dot || byte === letterF ? 3 : width
    if (column === 0) width = opening
    if (column + width > 75) {
      column = opening
      count += softBreakBytes + opening
    } else {
      column += width
      count += width
    }
  }
  return count
}
