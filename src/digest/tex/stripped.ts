/**
 * What Hugging Face leaves of TeX: dollars and backslashes are gone, so `2\times` is `2times` and `\lambda=1` is
 * `lambda=1`. Only what cannot be English is restored; each rule was weighed on 46,000 titles and abstracts of arXiv
 * for how often the same letters stand there without being TeX.
 */
import { mayBeStripped } from './hints.ts'
import { formatSubscript, formatSuperscript } from './scripts.ts'
import { restoreArguments } from './stripped-arguments.ts'
import { restoreSigns } from './stripped-signs.ts'
import { greekLetters, symbols } from './symbols.ts'

const greek = Object.keys(greekLetters).join('|')

/** A Greek letter where a sign of math follows at once: `pi_0`, `sigma^2`, `lambda=1`; or a name such as `gamma-PO`. */
const greekBeforeSign = new RegExp(
  String.raw`(?<![\p{L}\p{N}_\\./-])(${greek})(?=[_^₀-₉⁰¹²³⁴-⁹{]|\s?[=<>≤≥∈≈]\s?[\d\p{L}{])`,
  'gu',
)
const indexName = new RegExp(String.raw`(?:${greek}|circ|cdot|times) ?`, 'g')
const indexNames = new RegExp(String.raw`^(?:(?:${greek}|circ|cdot|times) ?){1,6}$`)
const greekAfterSign = new RegExp(String.raw`(?<=[_^])(?:${greek})(?![\p{L}\p{N}])`, 'gu')
const greekBeforeName = /(?<![\p{L}\p{N}_\\./-])(alpha|beta|gamma|lambda|tau|varphi)(?=-[A-Z])/gu
/** No words of English either, but they may be names of programs unless an index or exponent follows. */
const namesBeforeScript = /(?<![\p{L}\p{N}_\\./-])(ell|nabla)(?=[_^₀-₉⁰¹²³⁴-⁹])/gu
const sumBeforeBounds = /(?<![\p{L}\p{N}_\\./-])(sum|prod|int)(?=_[({])/gu

/** Restores half stripped TeX where it is certain. */
export function restoreStrippedTex(text: string): string {
  if (!mayBeStripped(text)) return text
  const whole = text.replace(/\^\{?circ\}?(?=times|[^\p{L}]|$)/gu, '°')
  return restoreScripts(restoreSigns(restoreArguments(whole)))
}

/** In the braces of an index or exponent, names of signs are signs even where they are glued together. */
export function restoreIndex(content: string): string {
  const restored = content.replace(/(?<![A-Za-z]{3})times(?![a-z])/g, '×')
  return indexNames.test(restored) ? restored.replace(indexName, (name) => symbols[name.trim()] ?? name) : restored
}

function restoreScripts(text: string): string {
  const toSign = (name: string) => symbols[name] ?? name
  return text
    .replace(/\^[°∘]/g, '°')
    .replace(greekBeforeSign, toSign)
    .replace(greekAfterSign, toSign)
    .replace(greekBeforeName, toSign)
    .replace(namesBeforeScript, toSign)
    .replace(sumBeforeBounds, toSign)
    .replace(/(?<=[\p{L}\p{N})\]∇])\^(\*|[-+−]?\d+(?![\p{N}]))/gu, (_, exponent: string) => formatSuperscript(exponent))
    .replace(/(?<=(?<![\p{L}\p{N}_])[\p{L}])_(\d+)(?![\p{L}\p{N}_]|\.\d)/gu, (_, index: string) =>
      formatSubscript(index),
    )
    .replace(/left\(([^()]{0,60})right\)/g, '($1)')
}
