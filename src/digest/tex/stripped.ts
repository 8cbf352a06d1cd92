/**
 * What Hugging Face leaves of TeX: dollars and backslashes are gone, so `2\times` is `2times` and `\lambda=1` is
 * `lambda=1`. Only what cannot be English is restored; each rule was weighed on 46,000 titles and abstracts of arXiv
 * for how often the same letters stand there without being TeX.
 */
import { mayBeStripped } from './hints.ts'
import { formatSubscript, formatSuperscript } from './scripts.ts'
import { blackboard, greekLetters, symbols } from './symbols.ts'

const greek = Object.keys(greekLetters).join('|')

/** Names that are no words of English, alone or glued to their neighbours. */
const arrows = /(?:long)?(?:leftrightarrow|rightarrow|leftarrow|Rightarrow|Leftarrow|Leftrightarrow)/g
const relations = /(?<![\p{L}\\-])(leq|geq|neq|infty|cdot|circ|propto)(?![\p{Ll}]|-[\p{Ll}])/gu

/** A Greek letter where a sign of math follows at once: `pi_0`, `sigma^2`, `lambda=1`; or a name such as `gamma-PO`. */
const greekBeforeSign = new RegExp(
  String.raw`(?<![\p{L}\p{N}_\\./-])(${greek})(?=[_^₀-₉⁰¹²³⁴-⁹{]|\s?[=<>≤≥∈]\s?[\d\p{L}])`,
  'gu',
)
const indexName = new RegExp(String.raw`(?:${greek}|circ|cdot|times) ?`, 'g')
const indexNames = new RegExp(String.raw`^(?:(?:${greek}|circ|cdot|times) ?){1,6}$`)
const greekAfterSign = new RegExp(String.raw`(?<=[_^])(?:${greek})(?![\p{L}\p{N}])`, 'gu')
const greekBeforeName = /(?<![\p{L}\p{N}_\\./-])(alpha|beta|gamma|lambda|tau|varphi)(?=-[A-Z])/gu

/** Restores half stripped TeX where it is certain. */
export function restoreStrippedTex(text: string): string {
  if (!mayBeStripped(text)) return text
  return restoreScripts(restoreNames(text.replace(/\^\{?circ\}?(?=times|[^\p{L}]|$)/gu, '°')))
}

function restoreNames(text: string): string {
  return text
    .replace(/(?<=[\d°])times(?=\s?\d|[A-Z]|sim\d|[^\p{L}\p{N}_]|$)/gu, '×')
    .replace(arrows, (name) => symbols[name.replace('long', '')] ?? name)
    .replace(/propto(?=left[([])/g, '∝ ')
    .replace(
      /(?<![\p{L}])(mathcal|mathscr|mathrm|mathbf)(?:\{([^{}]{1,40})\}| ?([A-Z])(?![\p{Ll}]))/gu,
      (_, _name, braced?: string, single?: string) => braced ?? single ?? '',
    )
    .replace(
      /(?<![\p{L}])mathbb(?:\{([A-Z])\}| ?([A-Z])(?![\p{Ll}]))/gu,
      (_, braced?: string, single?: string) => blackboard[braced ?? single ?? ''] ?? braced ?? single ?? '',
    )
    .replace(/(?<![\p{L}])texttt\{([^{}]{1,100})\}/gu, '$1')
    .replace(
      new RegExp(String.raw`(?<![\p{L}])(?:widetilde|tilde) ?(?:\{?([A-Z])\}?(?=\()|(${greek})(?=\())`, 'gu'),
      (_, letter?: string, name?: string) => `${letter ?? greekLetters[name ?? ''] ?? ''}\u0303`,
    )
    .replace(
      /(?<![\p{L}])sqrt(?: ([A-Za-z])(?![\p{L}])|\{([^{}]{1,40})\}|(?=\())/gu,
      (_, single?: string, braced?: string) =>
        single !== undefined
          ? `√${single}`
          : braced === undefined
            ? '√'
            : /^\w+$/.test(braced)
              ? `√${braced}`
              : `√(${braced})`,
    )
    .replace(relations, (name) => symbols[name] ?? name)
    .replace(/(?<![\p{L}\p{N}])sim(?=\d[\d.,]*(?![\d\p{Ll}]|sim)|\d+times)/gu, '~')
    .replace(/(?<=\d|×)sim(?=\d)/g, '~')
    .replace(/(?<=\d\.\d+ ?)pm(?= ?\d)/g, '±')
    .replace(/(?<=(?:^|[\s(])[A-Za-z] )(gg|ll)(?= [A-Za-z](?:[\s),.]|$))/g, (name) => symbols[name] ?? name)
    .replace(/(?<![\p{L}\p{N}])muP(?![\p{L}])/gu, 'μP')
    .replace(/(?<=\p{Ll})x201([34])(?=\p{Ll})/gu, (_, digit: string) => (digit === '3' ? '–' : '—'))
    .replace(/(?<=(?<!\p{L})O\([\p{L}\p{N} ]{0,12}[nNmMkKdDTLH])log(?=[ (_])/gu, ' log')
}

/** In the braces of an index or exponent, names of signs are signs even where they are glued together. */
export function restoreIndex(content: string): string {
  return indexNames.test(content) ? content.replace(indexName, (name) => symbols[name.trim()] ?? name) : content
}

function restoreScripts(text: string): string {
  return text
    .replace(/\^[°∘]/g, '°')
    .replace(greekBeforeSign, (name) => greekLetters[name] ?? name)
    .replace(greekAfterSign, (name) => greekLetters[name] ?? name)
    .replace(greekBeforeName, (name) => greekLetters[name] ?? name)
    .replace(/(?<=[\p{L}\p{N})\]])\^(\*|[-+−]?\d+(?![\p{N}]))/gu, (_, exponent: string) => formatSuperscript(exponent))
    .replace(/(?<=(?<![\p{L}\p{N}_])[\p{L}])_(\d+)(?![\p{L}\p{N}_]|\.\d)/gu, (_, index: string) =>
      formatSubscript(index),
    )
    .replace(/left\(([^()]{0,60})right\)/g, '($1)')
}

/** TeX's quotation marks as typographic ones; its dashes read well as they are. */
export function restoreQuotes(text: string): string {
  if (!/`|''/.test(text)) return text
  return text
    .replace(/``([^`]{1,400}?)(?:''|")/g, '“$1”')
    .replace(/(?<![\p{L}\p{N}'])''([\p{L}][^'"]{0,80}?)''/gu, '“$1”')
    .replace(/(?<![\p{L}\p{N}`])`([^`'\n]{1,80})'(?![\p{L}\p{N}'])/gu, '‘$1’')
}
