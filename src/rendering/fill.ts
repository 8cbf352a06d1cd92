import { escapeHtml } from './escape.ts'
import type { SlottedText, SlotValues } from './rendering.ts'

/** The HTML of one reader; the values are escaped for text and for quoted attributes. */
export function fillHtml(slotted: SlottedText, values: SlotValues): string {
  return fill(slotted, values, escapeHtml)
}

/** The text of one reader; line breaks in a value become spaces. */
export function fillText(slotted: SlottedText, values: SlotValues): string {
  return fill(slotted, values, (value) => value.replace(/[\r\n\t]+/g, ' '))
}

function fill(slotted: SlottedText, values: SlotValues, escape: (value: string) => string): string {
  let text = slotted.parts[0] ?? ''
  slotted.slots.forEach((name, index) => {
    text += escape(values[name]) + (slotted.parts[index + 1] ?? '')
  })
  return text
}
