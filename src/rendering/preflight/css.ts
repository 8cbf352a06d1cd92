import type { PageElement } from './page.ts'

/** A style rule: one selector, the media condition round it, and its declarations. */
export interface StyleRule {
  readonly selector: string
  /** Empty outside of `@media`. */
  readonly media: string
  readonly declarations: Declarations
}

/** Properties and their values, as written, without `!important`. */
export type Declarations = ReadonlyMap<string, string>

/** Reads a style sheet as mails have it: rules, and rules inside `@media`; anything else is passed over. */
export function parseStyleSheet(text: string, media = ''): StyleRule[] {
  const rules: StyleRule[] = []
  let rest = text.replace(/\/\*[\s\S]*?\*\//g, '')
  for (;;) {
    const open = rest.indexOf('{')
    if (open < 0) return rules
    const close = findClose(rest, open)
    const head = rest.slice(0, open).split(';').at(-1)?.trim() ?? ''
    const body = rest.slice(open + 1, close)
    if (head.startsWith('@media')) rules.push(...parseStyleSheet(body, head.slice(6).trim()))
    else if (!head.startsWith('@')) {
      const declarations = parseDeclarations(body)
      rules.push(...head.split(',').map((selector) => ({ selector: selector.trim(), media, declarations })))
    }
    rest = rest.slice(close + 1)
  }
}

function findClose(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  return text.length
}

/** Reads the declarations of a rule or of a style attribute. */
export function parseDeclarations(text: string): Declarations {
  const pairs = text.split(';').flatMap((declaration): [string, string][] => {
    const colon = declaration.indexOf(':')
    if (colon < 0) return []
    const value = declaration.slice(colon + 1).replace(/!important/i, '')
    return [[declaration.slice(0, colon).trim().toLowerCase(), value.trim()]]
  })
  return new Map(pairs)
}

/**
 * Whether an element is meant by a selector of tags, classes, ids and attributes, joined by white space or `>`; a
 * selector with anything else means none.
 */
export function matchesSelector(element: PageElement, selector: string): boolean {
  const parts = selector.replace(/\s*>\s*/g, ' > ').split(/\s+/)
  return matchesParts(element, parts, parts.length - 1)
}

function matchesParts(element: PageElement, parts: readonly string[], last: number): boolean {
  if (!matchesCompound(element, parts[last] ?? '')) return false
  if (last === 0) return true
  const isChild = parts[last - 1] === '>'
  const next = isChild ? last - 2 : last - 1
  for (let above = parentOf(element); above; above = parentOf(above)) {
    if (matchesParts(above, parts, next)) return true
    if (isChild) return false
  }
  return false
}

/** The element round an element. */
export function parentOf({ parent }: PageElement): PageElement | undefined {
  return parent !== null && 'attribs' in parent ? parent : undefined
}

const simple = /^(?:\*|[a-z][\w-]*|\.[\w-]+|#[\w-]+|\[[\w-]+(?:="?[^"\]]*"?)?\])/i

function matchesCompound({ name, attribs }: PageElement, compound: string): boolean {
  let rest = compound
  while (rest !== '') {
    const [part] = simple.exec(rest) ?? []
    if (part === undefined) return false
    rest = rest.slice(part.length)
    const word = part.slice(1)
    const [key = '', value] = word.replace(/"?\]$/, '').split(/="?/)
    const isMet =
      part === '*' ||
      (part.startsWith('.') && (attribs['class'] ?? '').split(/\s+/).includes(word)) ||
      (part.startsWith('#') && attribs['id'] === word) ||
      (part.startsWith('[') && key in attribs && (value === undefined || attribs[key] === value)) ||
      part.toLowerCase() === name
    if (!isMet) return false
  }
  return compound !== ''
}
