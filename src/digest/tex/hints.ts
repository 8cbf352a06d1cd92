/**
 * Whether there may be anything to do in a text. Most texts hold no TeX, and to look for a word is many times cheaper
 * than to try a pattern with conditions at every letter; so each is only tried where a word of it stands.
 */

const signs = /[\\$^{}~`]/
/** One flat pattern of words: without a condition at each place it is read at memory speed. */
const words =
  /''|[lg]eq|infty|cdot|muP|math[csrb]|sqrt|propto|tilde|texttt|x201|O\(|left\(|lambda-|alpha-|beta-|gamma-|tau-|varphi-| gg | ll |[\d°]times|(?:left|right|Left|Right)arrow|\bneq/
/** Patterns whose words are common, each behind one of its words. */
const guarded: readonly (readonly [string, RegExp])[] = [
  ['_', /_\d/],
  ['circ', /\bcirc(?![a-z])|\^\{?circ/],
  ['sim', /sim\d/],
  ['http', /[A-Za-z]https?:/],
]

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
  if (words.test(text)) return true
  for (const [word, pattern] of guarded) if (text.includes(word) && pattern.test(text)) return true
  return false
}
