import { DomUtils } from 'htmlparser2'
import { matchesSelector, parentOf, parseDeclarations, parseStyleSheet, type StyleRule } from './css.ts'
import type { Finding } from './finding.ts'
import { found, type CheckedPage, type PageElement } from './page.ts'

/** WCAG 2.2 §1.4.3, level AA. */
const leastContrast = 4.5
const schemes = ['light', 'dark'] as const

interface Colours {
  readonly ink: string
  readonly paper: string
  readonly isHidden: boolean
}

/** Computes the contrast of every text with what is behind it, in light and in dark. */
export function checkContrast(page: CheckedPage): Finding[] {
  const sheets = DomUtils.getElementsByTagName('style', page.document, true).map(DomUtils.textContent)
  const rules = sheets.flatMap((sheet) => parseStyleSheet(sheet))
  return schemes.flatMap((scheme) => checkScheme(page, rules, scheme))
}

function checkScheme({ texts }: CheckedPage, rules: readonly StyleRule[], scheme: (typeof schemes)[number]): Finding[] {
  const coloured = rules.filter(
    ({ media, declarations }) =>
      (media === '' || (scheme === 'dark' && media.includes('prefers-color-scheme: dark'))) &&
      ['color', 'background', 'background-color', 'display'].some((name) => declarations.has(name)),
  )
  const known = new Map<PageElement, Colours>()
  const seen = new Set<string>()
  return texts.flatMap(({ text, parent, line }) => {
    const { ink, paper, isHidden } = resolveColours(parent, coloured, known)
    const contrast = computeContrast(ink, paper)
    if (isHidden || contrast >= leastContrast || seen.has(ink + paper)) return []
    seen.add(ink + paper)
    const message = `${ink} on ${paper} has a contrast of ${contrast.toFixed(2)} in the ${scheme} scheme; ${leastContrast} is the least.`
    return [found('warning', `contrast.${scheme}`, message, { part: 'html', line, quote: text.slice(0, 60) })]
  })
}

/** The colours of an element as a client computes them; a sheet's rules are taken to be `!important`, as mail needs. */
function resolveColours(element: PageElement, rules: readonly StyleRule[], known: Map<PageElement, Colours>): Colours {
  const before = known.get(element)
  if (before) return before
  const above = parentOf(element)
  const inherited = above ? resolveColours(above, rules, known) : { ink: '#000000', paper: '#ffffff', isHidden: false }
  const own = new Map(parseDeclarations(element.attribs['style'] ?? ''))
  if (element.attribs['bgcolor'] !== undefined && !own.has('background'))
    own.set('background', element.attribs['bgcolor'])
  for (const { selector, declarations } of rules) {
    if (!matchesSelector(element, selector)) continue
    for (const [name, value] of declarations) own.set(name === 'background-color' ? 'background' : name, value)
    if (declarations.has('background-color')) own.delete('background-color')
  }
  const colours = {
    ink: findColour(own.get('color')) ?? (element.name === 'a' && !own.has('color') ? '#0000ee' : inherited.ink),
    paper: findColour(own.get('background')) ?? findColour(own.get('background-color')) ?? inherited.paper,
    isHidden: inherited.isHidden || own.get('display') === 'none',
  }
  known.set(element, colours)
  return colours
}

const names: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' }

/** The first colour of a value, as `#rrggbb`. */
function findColour(value = ''): string | undefined {
  const hex = /#([0-9a-f]{6}|[0-9a-f]{3})\b/i.exec(value)?.[1]
  if (hex === undefined) return names[value.toLowerCase()]
  return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`.toLowerCase()
}

/** Contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, definition of contrast ratio). */
export function computeContrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [computeLuminance(a), computeLuminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function computeLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
