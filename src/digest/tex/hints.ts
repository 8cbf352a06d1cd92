/**
 * Whether there may be anything to do in a text. Most texts hold no TeX, and to look for words is many times cheaper
 * than to try patterns with conditions at every letter; so those are only tried where a word of theirs stands.
 */
import { beyondAscii, createWordFinder } from './find-words.ts'

const signs = /[\\$^{}~`]/
const names =
  /''|[lg]eq|infty|cdot|muP|math[csrb]|sqrt|propto|tilde|texttt|x201|O\(|left\(|lambda-|alpha-|beta-|gamma-|tau-|varphi-| gg | ll |[\d°]times|(?:left|right|Left|Right)arrow|\bneq|\bcirc(?![a-z])|\^\{?circ|sim\d/
/** A word for each of the names, so that there is none of them where none of these stands. */
const holdsWord = createWordFinder(
  (
    "''|leq|geq|neq|infty|cdot|muP|mathc|maths|mathr|mathb|sqrt|propto|tilde|texttt|x201|O(|left(|" +
    `lambda-|alpha-|beta-|gamma-|tau-|varphi-| gg | ll |ftarrow|ghtarrow|circ|${beyondAscii}times`
  )
    .split('|')
    .concat(Array.from('0123456789').flatMap((digit) => [`${digit}times`, `sim${digit}`])),
)

/** Whether a text may hold TeX, whole or half stripped. */
export function mayHoldTex(text: string): boolean {
  return signs.test(text) || hasHint(text)
}

const strippedSigns = /[_^]/
const strippedGuarded: readonly (readonly [string, RegExp])[] = [
  ['pm', /pm ?\d/],
  ['simd', /simd/],
]
const greekBeforeSign =
  /(?:alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|Phi|Psi|Omega|Delta|Theta|Sigma|Lambda|Gamma|Pi) ?[=<>≤≥∈]/
const relations = /[=<>≤≥∈]/

/** Whether a text may hold what is left of TeX where its signs were stripped. */
export function mayBeStripped(text: string): boolean {
  return (
    strippedSigns.test(text) ||
    hasHint(text) ||
    strippedGuarded.some(([word, pattern]) => text.includes(word) && pattern.test(text)) ||
    (relations.test(text) && greekBeforeSign.test(text))
  )
}

function hasHint(text: string): boolean {
  return (
    (text.includes('_') && /_\d/.test(text)) ||
    (text.includes('http') && /[A-Za-z]https?:/.test(text)) ||
    (holdsWord(text) && names.test(text))
  )
}
