import type { Paper } from '../../digest/paper.ts'
import type { RankedPaper, Reason } from '../../ranking/ranking.ts'
import { countNames, findCount, type CountName } from '../../ranking/signals.ts'
import { cutLine } from '../clean-text.ts'

/** A fact with the words a screen reader says in place of the sign. */
export interface FactView {
  readonly text: string
  readonly spoken: string
}

const limits = { why: 200, category: 40 }
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** The quiet line below a paper: what readers did, its category, and that there is code. */
export function listFacts({ paper, signals }: RankedPaper): FactView[] {
  const facts = [
    buildCount('▲', findCount(signals, 'votes'), 'upvote'),
    buildCount('★', findCount(signals, 'stars'), 'star'),
    buildCount('', findCount(signals, 'comments'), 'comment'),
  ].filter((fact) => fact !== undefined)
  const category = cutLine(paper.primaryCategory ?? paper.categories[0] ?? '', limits.category)
  if (category !== '') facts.push({ text: category, spoken: '' })
  // By itself the word would only say again what the link below it says.
  if (facts.length > 0 && hasCode(paper)) facts.push({ text: 'code', spoken: '' })
  return facts
}

function buildCount(sign: string, count: number | undefined, noun: string): FactView | undefined {
  if (count === undefined || !Number.isFinite(count) || count <= 0) return undefined
  const spoken = `${compact.format(count)} ${noun}${count === 1 ? '' : 's'}`
  return sign === '' ? { text: spoken, spoken: '' } : { text: `${sign} ${compact.format(count)}`, spoken }
}

function hasCode({ links }: Paper): boolean {
  return links.some(({ kind }) => kind === 'code')
}

/** Components that are for `courant explain`: what the model counts, and no reader would ask about. */
const forExplainOnly: ReadonlySet<string> = new Set(['start', 'authors', 'page', 'deadline', 'freshness'])

/** Why a paper is there: the sentences of the two components that weigh most, of those that say more than the facts. */
export function formatWhy(ranked: RankedPaper): string {
  const telling = ranked.reasons.filter(
    (reason) => reason.points > 0 && reason.sentence.trim() !== '' && isForReaders(reason, ranked),
  )
  // What the words of a paper promise is worth a line only where nothing else is.
  const better = telling.filter(({ signal }) => signal !== 'text')
  const sentences = (better.length > 0 ? better : telling)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, 2)
    .map(({ sentence }) => cutLine(sentence, limits.why))
    .map((sentence) => (/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`))
  return sentences.join(' ')
}

/** That there is code is a link, a count that a sentence repeats stands among the facts, and a guessed count is none. */
function isForReaders({ signal, sentence }: Reason, { paper, signals }: RankedPaper): boolean {
  if (forExplainOnly.has(signal)) return false
  if (signal === 'code') return !hasCode(paper)
  if (isCountName(signal) && findCount(signals, signal) === undefined) return false
  const numbers: string[] = sentence.replace(/(\d)[,.](?=\d{3})/g, '$1').match(/\d+/g) ?? []
  return !Object.values(signals).some((count) => numbers.includes(String(count)))
}

function isCountName(signal: string): signal is CountName {
  return signal in countNames
}
