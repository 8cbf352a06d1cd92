/**
 * Whether there may be anything to do in a text. Most texts hold no TeX, and to look for words is many times cheaper
 * than to try patterns with conditions at every letter; so those are only tried where a word of theirs stands.
 */
import { beyondAscii, createWordFinder } from './find-words.ts'
import { greekLetters } from './symbols.ts'

const signs = /[\\$^{}~`]/
const names =
  /''|[lg]eq|infty|cdot|muP|math[csrbf]|sqrt|propto|tilde|texttt|x201|O\(|left\(|lambda-|alpha-|beta-|gamma-|tau-|varphi-| gg | ll |[\d°]times|\d times \d|[A-Z]times[A-Z]|(?:left|right|Left|Right)arrow|\bneq|\bcirc(?![a-z])|\^\{?circ|sim\d|simd|approx \d|\dpm ?\d|\d pm ?\d|[lr](?:ceil|floor|angle)|ldots|nabla|boldsymbol/
/** A word for each of the names, so that there is none of them where none of these stands. */
const words =
  "''|leq|geq|neq|infty|cdot|muP|mathc|maths|mathr|mathb|mathf|sqrt|propto|tilde|texttt|x201|O(|left(|lambda-|alpha-|beta-|" +
  'gamma-|tau-|varphi-| gg | ll |ftarrow|ghtarrow|circ|simd|lceil|rceil|lfloor|rfloor|langle|rangle|ldots|nabla|boldsymbol'
const beforeDigit = ['sim', 'approx ', 'pm', 'pm ', 'times ']
const holdsWord = createWordFinder([
  ...words.split('|'),
  ...Array.from('0123456789', (digit) => [`${digit}times`, ...beforeDigit.map((word) => word + digit)]).flat(),
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `times${letter}`),
  `${beyondAscii}times`,
])

/** Whether a text may hold TeX, whole or half stripped. */
export function mayHoldTex(text: string): boolean {
  return signs.test(text) || hasHint(text)
}

const strippedSigns = /[_^{\\]/
const relations = /[=<>≤≥∈]/
const greek = Object.keys(greekLetters).join('|')
const greekBeforeRelation = new RegExp(`(?:${greek}) ?[=<>≤≥∈]`)

/** Whether a text may hold what is left of TeX where its signs were stripped. */
export function mayBeStripped(text: string): boolean {
  return strippedSigns.test(text) || hasHint(text) || (relations.test(text) && greekBeforeRelation.test(text))
}

const index = new RegExp(`_\\d|(?:${greek}|ell)_`)
/** With spaces around it, people write the same who use no TeX. */
const greekInFormula = new RegExp(`(?:${greek})[=<>≤≥∈][\\d\\p{L}{]`, 'u')

function hasHint(text: string): boolean {
  return (
    (text.includes('_') && index.test(text)) ||
    (text.includes('http') && /[A-Za-z]https?:/.test(text)) ||
    (text.includes('!') && /\S![a-z]+!\S/.test(text)) ||
    (relations.test(text) && greekInFormula.test(text)) ||
    (holdsWord(text) && names.test(text))
  )
}
