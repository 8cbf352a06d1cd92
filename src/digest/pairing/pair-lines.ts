import type { PageLine, TitledText } from './page-line.ts'
import { findBestText, findBestTitle, type Best, type Kind, type WeighedPage } from './weigh-endings.ts'
import { findWidths, separateLines } from './wrapped-lines.ts'

/**
 * Finds which lines are titles and which are abstracts. All divisions of the page are weighed at once (the best is
 * found by dynamic programming, linear in the number of lines), so a paragraph too many, an abstract that is missing,
 * a lost empty line or a wrapped line costs points at its place and shifts nothing after it.
 */
export function pairLines(given: readonly PageLine[]): TitledText[] {
  const lines = separateLines(given)
  const widths = findWidths(lines)
  const ends: Record<Kind, Best>[] = []
  const page: WeighedPage = { lines, ends, widths, weights: [] }
  for (let index = 0; index < lines.length; index++)
    ends.push({ title: findBestTitle(page, index), text: findBestText(page, index) })
  return buildTexts(lines, ends)
}

function buildTexts(lines: readonly PageLine[], ends: readonly Record<Kind, Best>[]): TitledText[] {
  const texts: TitledText[] = []
  const paragraphs: string[] = []
  let kind: Kind | undefined = chooseLast(ends.at(-1))
  for (let index = lines.length - 1; index >= 0 && kind !== undefined;) {
    const best: Best | undefined = ends[index]?.[kind]
    const words = lines.slice(index - (best?.length ?? 1) + 1, index + 1).map(({ text }) => text)
    if (kind === 'text') paragraphs.push(...words)
    else {
      const line = lines[index - words.length + 1]?.number ?? 1
      texts.push({ line, title: words.join(' '), abstract: paragraphs.splice(0).toReversed().join(' ') })
    }
    index -= words.length
    kind = best?.before
  }
  if (paragraphs.length > 0)
    texts.push({ line: lines[0]?.number ?? 1, title: '', abstract: paragraphs.toReversed().join(' ') })
  return texts.toReversed()
}

function chooseLast(end: Record<Kind, Best> | undefined): Kind | undefined {
  if (end === undefined) return undefined
  return end.title.score > end.text.score ? 'title' : 'text'
}
