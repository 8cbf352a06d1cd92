import { countQuotedPrintable, softBreak } from '../mail/quoted-printable.ts'
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
  return slots.reduce((sum, name) => sum + typicalSlotBytes[name] + 2 * softBreak.length, fixed)
}
