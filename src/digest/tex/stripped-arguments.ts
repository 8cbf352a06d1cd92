/** Commands with an argument, of which only the backslash is gone, or the braces around a single letter too. */
import { blackboard, greekLetters } from './symbols.ts'

const greek = Object.keys(greekLetters).join('|')

/** Names that nobody writes before a brace but TeX. */
const styled =
  /(?<![\p{L}\\])(?:text(?:bf|it|sc|sf|rm|up|tt|normal)?|emph|mbox|boldsymbol|operatorname|math(?:frak|sf|it|tt|cal|scr|rm|bf))\{([^{}]{1,100})\}(?!\{)/gu
/** Braces around a single letter are gone with the backslash. */
const single = /(?<![\p{L}])(?:math(?:cal|scr|rm|bf|frak|sf) ?([A-Z])(?![\p{Ll}])|boldsymbol ?([A-Za-z])(?![\p{L}]))/gu
const accented = new RegExp(String.raw`(?<![\p{L}])(?:widetilde|tilde) ?(?:\{?([A-Z])\}?(?=\()|(${greek})(?=\())`, 'gu')
/** What is left of `\textcolor{red}{…}`, or of a command of that name. */
const coloured =
  /(?<=^|[\s(])(?:red|green|blue|cyan|magenta|yellow|black|gray|orange|purple|violet|brown|teal|pink)\{([^{}]{1,300})\}/g

/** Restores commands with an argument. */
export function restoreArguments(text: string): string {
  return text
    .replace(styled, '$1')
    .replace(single, '$1$2')
    .replace(
      /(?<![\p{L}])mathbb(?:\{([A-Z])\}| ?([A-Z])(?![\p{Ll}]))/gu,
      (_, braced?: string, letter?: string) => blackboard[braced ?? letter ?? ''] ?? braced ?? letter ?? '',
    )
    .replace(coloured, '$1')
    .replace(accented, (_, letter?: string, name?: string) => `${letter ?? greekLetters[name ?? ''] ?? ''}\u0303`)
    .replace(
      /(?<![\p{L}])sqrt(?: ([A-Za-z])(?![\p{L}])|\{([^{}]{1,40})\}|(?=\())/gu,
      (_, letter?: string, braced?: string) => formatRoot(letter ?? braced),
    )
}

function formatRoot(content: string | undefined): string {
  if (content === undefined) return '√'
  return /^\w+$/.test(content) ? `√${content}` : `√(${content})`
}
