import { DigestParseError } from '../../errors.ts'

const deepest = 64

/** An object read from JSON: no prototype is consulted, only what stood in the text. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value is an object of JSON, not an array and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses JSON that may come from anybody: depth is limited before, and names that reach prototypes are dropped. */
export function readJson(text: string): unknown {
  if (measureDepth(text) > deepest) throw new DigestParseError('JSON', `is nested deeper than ${deepest} levels.`)
  if (!mayForbid.test(text)) return JSON.parse(text) as unknown
  return JSON.parse(text, (key, value: unknown) => (isForbiddenName(key) ? undefined : value))
}

/** Such a name, or a letter that is written as an escape: to look at every member takes several times the memory. */
const mayForbid = /"(?:__proto__|constructor|prototype)"\s*:|\\u00[567]/i

function isForbiddenName(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}

/** The value of an object's own member; names of prototypes give nothing. */
export function getMember(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The first of several members that is a text with something in it, numbers included. */
export function getText(object: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = getMember(object, name)
    if (typeof value === 'string' && value.trim() !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

function measureDepth(text: string): number {
  let most = 0
  forEachBracket(text, (depth) => (most = Math.max(most, depth)))
  return most
}

/** Lines on which the objects begin that are elements of the array at this depth (1 is the outermost bracket). */
export function findElementLines(text: string, arrayDepth: number): number[] {
  const lines: number[] = []
  let line = 1
  let counted = 0
  forEachBracket(text, (depth, index, opened) => {
    if (opened !== '{' || depth !== arrayDepth + 1) return
    for (; counted < index; counted++) if (text.charCodeAt(counted) === 10) line++
    lines.push(line)
  })
  return lines
}

/** Calls back for each opening bracket outside strings, with the depth it leads to. */
function forEachBracket(text: string, visit: (depth: number, index: number, opened: string) => void): void {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case quote:
        index = findStringEnd(text, index)
        break
      case brace:
      case bracket:
        visit(++depth, index, text[index] ?? '')
        break
      case brace + 2:
      case bracket + 2:
        depth--
        break
      default:
    }
  }
}

const quote = 0x22
const brace = 0x7b
const bracket = 0x5b

/** Where the string ends that begins here: at a quotation mark that an even number of backslashes stands before. */
function findStringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text[end - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}
