import type { SlotName, SlottedText } from './rendering.ts'

/** Octets a slot is taken to have when a size is estimated before the reader is known. */
const typicalSlotBytes: Readonly<Record<SlotName, number>> = {
  address: 30,
  token: 60,
  unsubscribeUrl: 110,
  preferencesUrl: 110,
  browserUrl: 110,
}

/** Octets of a slotted text as it travels (quoted-printable), every slot on a line of its own. */
export function countSlottedBytes({ parts, slots }: SlottedText): number {
  const fixed = parts.reduce((sum, part) => sum + countQuotedPrintable(part), 0)
  return slots.reduce((sum, name) => sum + typicalSlotBytes[name] + 6, fixed)
}

/** Octets of a text in quoted-printable (RFC 2045 §6.7) with CRLF line ends and soft breaks at 76 columns. */
export function countQuotedPrintable(text: string): number {
  const bytes = Buffer.from(text, 'utf8')
  let count = 0
  let column = 0
  for (const byte of bytes) {
    if (byte === 0x0a) {
      count += 2
      column = 0
      continue
    }
    const width = (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d) || byte === 0x09 ? 1 : 3
    if (column + width > 75) {
      count += 3
      column = 0
    }
    count += width
    column += width
  }
  return count
}
