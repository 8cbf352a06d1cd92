/** Commands that stand for one sign: names that are no words of English, alone or glued to their neighbours. */
import { greekLetters, symbols } from './symbols.ts'

const greek = Object.keys(greekLetters).join('|')

const arrows = /(?:long)?(?:leftrightarrow|rightarrow|leftarrow|Rightarrow|Leftarrow|Leftrightarrow)/g
const relations = /(?<![\p{L}\\-])(leq|geq|neq|infty|cdot|circ|propto)(?![\p{Ll}]|-[\p{Ll}])/gu
const brackets = /(?<![\p{L}\\-])([lr](?:ceil|floor|angle)|[lc]dots)(?![\p{L}-])/gu
/** What is left of `\!\in\!`, which closes up the sign. */
const closedUp = /(?<=\S)!(in|times|to|sim|approx|leq|geq|le|ge|cdot|pm|cup|cap|subset)!(?=\S)/g
const greekAndSign = new RegExp(String.raw`(?<![\p{L}\p{N}_\\./-])(${greek})(cdot|times|leq|geq|neq)(?![\p{Ll}])`, 'gu')
/** English has "approx" before numbers too, but not behind a symbol, or a named measure that is below one. */
const approximately = new RegExp(
  String.raw`(?<=(?:^|[\s(])(?:[B-HJ-Zb-z]|${greek}) )approx(?= \d)|(?<=(?:^|[\s(])\S*[\p{Lu}@]\S* )approx(?= 0\.\d)`,
  'gu',
)
/** Sizes: in English no number stands on both sides of the word. */
const sizes = /(?<=(?<![\p{L}.,])\d+ )times(?= \d+(?![\d%]|[.,]\d))/gu

/** Restores signs. */
export function restoreSigns(text: string): string {
  const toSign = (name: string) => symbols[name] ?? name
  return text
    .replace(/(?<=[\d°])times(?=\s?\d|[A-Z]|sim\d|[^\p{L}\p{N}_]|$)|(?<=[A-Z])times(?=[A-Z])/gu, '×')
    .replace(sizes, '×')
    .replace(closedUp, (_, name: string) => toSign(name))
    .replace(arrows, (name) => toSign(name.replace('long', '')))
    .replace(/propto(?=left[([])/g, '∝ ')
    .replace(greekAndSign, (_, letter: string, name: string) => toSign(letter) + toSign(name))
    .replace(approximately, '≈')
    .replace(relations, toSign)
    .replace(brackets, toSign)
    .replace(/(?<![\p{L}\p{N}])sim(?=\d[\d.,]*(?![\d\p{Ll}]|sim)|\d+times)/gu, '~')
    .replace(/(?<=\d|×)sim(?=\d)/g, '~')
    .replace(/(?<=\d\.\d+ ?)pm(?= ?\d)/g, '±')
    .replace(/(?<=(?:^|[\s(])[A-Za-z] )(gg|ll)(?= [A-Za-z](?:[\s),.]|$))/g, toSign)
    .replace(/(?<![\p{L}\p{N}])muP(?![\p{L}])/gu, 'μP')
    .replace(/(?<=\p{Ll})x201([34])(?=\p{Ll})/gu, (_, digit: string) => (digit === '3' ? '–' : '—'))
    .replace(/(?<=(?<!\p{L})O\([\p{L}\p{N} ]{0,12}[nNmMkKdDTLH])log(?=[ (_])/gu, ' log')
    .replace(/(?<=^|[\s(])\\(?=\d[\d.,]*(?![\d)\]]))/g, '$')
}
