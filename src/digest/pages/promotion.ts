/** What a page shows between its papers to sell something: said to be so, or told by how it speaks to the reader. */
import type { PageLine, TitledText } from '../pairing/page-line.ts'

const label =
  /^(?:sponsored|advertisements?|promoted|anzeige|gesponsert|publicité|sponsorisé|patrocinado|publicidad|广告|推广|広告)(?:\s(?:by|post|content|von|par|por)\b.{0,60}|\s*[:：·|–—].*)?$/i
const longestLabel = 200

/** Whether a line says that what follows it is paid for. */
export function isPromotionLabel(line: string): boolean {
  return line.length < longestLabel && label.test(line)
}

const signs = [
  /\byou(?:r|rs)?\b/i,
  /[$€£]\s?\d|\b\d+\s?% off\b|\bsave up to\b|\bper (?:month|seat|hour)\b|\b(?:free|included|in) (?:\w+ )?credits\b/i,
  /\b(?:sign up|subscribe|learn more|get started|free trial|book a demo|buy now|upgrade (?:now|to)|(?:join|try) (?:us|it|now|free|today))\b/i,
  /\bPRO\b/,
]
const ofResearch = /\b(?:we|our|papers?|propos\w+|experiments?|state-of-the-art|outperform\w*)\b/i
const longestPromotion = 600

/**
 * The papers of a page without what is sold between them; lines that say when a paper was published, or by how many,
 * tell on a page of cards that a title below a label is not what the label speaks of.
 */
export function dropPromotions(pairs: readonly TitledText[], credits: ReadonlySet<number>): readonly TitledText[] {
  const isCredited = (index: number) => {
    const { line = 0 } = pairs[index] ?? {}
    const end = Math.min(pairs[index + 1]?.line ?? Infinity, line + nearby)
    for (let number = line; number < end; number++) if (credits.has(number)) return true
    return false
  }
  const areCards = credits.size >= pairs.length / 2
  const isLabel = (pair: TitledText | undefined) => pair?.abstract === '' && isPromotionLabel(pair.title)
  return pairs.filter(
    (pair, index) => !isPromotion(pair) && !(areCards && isLabel(pairs[index - 1]) && !isCredited(index)),
  )
}

const nearby = 30

/** Whether a title with its text sells something; what speaks of research never does. */
function isPromotion({ title, abstract }: Omit<TitledText, 'line'>): boolean {
  if (isPromotionLabel(title)) return true
  const words = `${title} ${abstract}`
  // A title alone says too little to be told from a paper's.
  if (abstract === '' || words.length > longestPromotion || ofResearch.test(words)) return false
  return signs.filter((sign) => sign.test(words)).length > 1
}

/** Longer lines are whole paragraphs of an abstract. */
const shortestParagraph = 150

/** The lines of a page but for paragraphs below an abstract that sell something, under no heading of their own. */
export function dropSellingLines(lines: readonly PageLine[]): readonly PageLine[] {
  return lines.filter(({ text, isApart }, index) => {
    const isBelow = isApart && (lines[index - 1]?.text.length ?? 0) > shortestParagraph
    return !(isBelow && /[.!]$/.test(text) && isPromotion({ title: '', abstract: text }))
  })
}
