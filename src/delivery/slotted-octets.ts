/**
 * Octets with slots open. What is the same for all readers is encoded once, and a reader costs one copy of it and a write
 * for each value. Slots stand on lines of their own between soft breaks, so nothing static is ever wrapped again.
 */
import { encodeOctets, encodeSlot, softBreak } from '../mail/quoted-printable.ts'
import { escapeHtml } from '../rendering/escape.ts'
import type { SlotName, SlottedText, SlotValues } from '../rendering/rendering.ts'

/** Memory that a message may be written into; it is used again for the next one, and grows where it must. */
export interface Scratch {
  buffer: Buffer
}

/** Octets that lack the values of one reader. */
export interface SlottedOctets {
  /**
   * @param opening octets in Latin-1 text, which stand first
   * @returns a view of the scratch
   */
  fill(opening: string, values: SlotValues, scratch: Scratch): Buffer
}

/** Static octets, and the slot whose value follows them. */
export interface Piece {
  readonly octets: Buffer
  readonly slot?: Slot
}

/** A slot in one of the two parts; its value is escaped and encoded as that part asks. */
interface Slot {
  readonly name: SlotName
  readonly part: 'text' | 'html'
}

/** A slot, and in how many places its value stands. */
interface UsedSlot extends Slot {
  uses: number
}

/** Static octets, and by its number the value that follows them. */
interface Place {
  readonly octets: Buffer
  readonly value: number
  /** The value stands in no place before this one. */
  readonly isFirst: boolean
}

const softBreakOctets = Buffer.from(softBreak)

/** One part of a message in quoted-printable. */
export function encodeSlotted({ parts, slots }: SlottedText, part: Slot['part']): Piece[] {
  return parts.map((text, index) => {
    const name = slots[index]
    const encoded = encodeOctets(text)
    if (name === undefined) return { octets: encoded }
    const isOpen = encoded.length > 0 && encoded.at(-1) !== 0x0a
    return { octets: isOpen ? Buffer.concat([encoded, softBreakOctets]) : encoded, slot: { name, part } }
  })
}

/** Pieces that follow each other, ready to be filled for one reader after another. */
export function joinPieces(pieces: readonly Piece[]): SlottedOctets {
  const { slots, places, end } = findPlaces(pieces)
  const staticOctets = pieces.reduce((sum, { octets }) => sum + octets.length, 0)
  /** Where each value was written; memory that is used again. */
  const starts = slots.map(() => 0)
  return {
    fill(opening, slotValues, scratch) {
      const values = slots.map((slot) => encodeValue(slot, slotValues))
      const length = slots.reduce(
        (sum, { uses }, index) => sum + uses * (values[index]?.length ?? 0),
        staticOctets + opening.length,
      )
      if (scratch.buffer.length < length) scratch.buffer = Buffer.allocUnsafeSlow(length)
      const { buffer } = scratch
      let at = buffer.write(opening, 0, 'latin1')
      for (const { octets, value, isFirst } of places) {
        buffer.set(octets, at)
        at += octets.length
        const text = values[value] ?? ''
        const start = starts[value] ?? at
        if (isFirst) buffer.write(text, at, 'latin1')
        else buffer.copyWithin(at, start, start + text.length)
        starts[value] = at
        at += text.length
      }
      buffer.set(end, at)
      return buffer.subarray(0, length)
    },
  }
}

/** Each slot of a part once, the places where their values stand, and what follows the last. */
function findPlaces(pieces: readonly Piece[]): {
  readonly slots: readonly UsedSlot[]
  readonly places: readonly Place[]
  readonly end: Buffer
} {
  const slots: UsedSlot[] = []
  const places: Place[] = []
  let before: Buffer[] = []
  for (const { octets, slot } of pieces) {
    before.push(octets)
    if (!slot) continue
    const known = slots.findIndex(({ name, part }) => name === slot.name && part === slot.part)
    const value = known < 0 ? slots.push({ ...slot, uses: 0 }) - 1 : known
    const used = slots[value]
    if (used) used.uses += 1
    places.push({ octets: Buffer.concat(before), value, isFirst: known < 0 })
    before = []
  }
  return { slots, places, end: Buffer.concat(before) }
}

function encodeValue({ name, part }: Slot, values: SlotValues): string {
  return encodeSlot(part === 'html' ? escapeHtml(values[name]) : values[name])
}
