import { slotNames, type SlotName, type SlottedText } from './rendering.ts'

// Unicode noncharacters (U+FDD0 to U+FDEF) are reserved for use inside a process and never mean anything in a text.
const firstSentinel = 0xfdd0
const anySentinel = /[\uFDD0-\uFDEF]/g

/** What stands for each slot while a template runs; data is stripped of these characters, so it cannot forge a slot. */
export const slotSentinels: Readonly<Record<SlotName, string>> = Object.fromEntries(
  slotNames.map((name, index) => [name, String.fromCharCode(firstSentinel + index)]),
) as Record<SlotName, string>

/** A text from outside without the characters that stand for slots. */
export function stripSentinels(text: string): string {
  return text.replace(anySentinel, '')
}

/** Cuts what a template gave at its slots. */
export function cutSlots(text: string): SlottedText {
  const parts: string[] = []
  const slots: SlotName[] = []
  let start = 0
  for (const { 0: character, index } of text.matchAll(anySentinel)) {
    const name = slotNames[character.charCodeAt(0) - firstSentinel]
    if (name === undefined) continue
    parts.push(text.slice(start, index))
    slots.push(name)
    start = index + 1
  }
  return { parts: [...parts, text.slice(start)], slots }
}
