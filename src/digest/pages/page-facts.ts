import type { PlainDate } from '../../clock.ts'
import type { Draft } from '../draft.ts'
import { parsePageDate } from '../page-date.ts'
import { parseCount } from '../signals.ts'
import type { TitledText } from './pair-lines.ts'

/** A line of a pasted page that is no text of a paper: a count, a number of authors, a day. */
export interface PageFact {
  readonly line: number
  readonly text: string
}

/** Whether a line is nothing but a fact about a paper. */
export function isFact(line: string): boolean {
  return /^(?:\+?\d[\d.,]*\s?[km]?|[-–]|(?:github|stars?|⭐|★)\s*\d[\d.,]*\s?[km]?|upvote\s+\d.*|(?:[·•]\s*)?\d+ (?:authors?|comments?|upvotes?|likes?|replies)|[·•](?:\s.{0,60})?|published on .{3,30}|arxiv:\S+)$/i.test(
    line,
  )
}

/**
 * Gives each paper the facts around it. The page puts votes above a title and everything else below the abstract; where
 * no count stands above the first title, counts below are votes.
 */
export function addFacts(pairs: readonly TitledText[], facts: readonly PageFact[], today: PlainDate): Draft[] {
  const votesAbove = facts.some(({ line, text }) => line < (pairs[0]?.line ?? 0) && readVotes(text) !== undefined)
  let next = facts.findIndex(({ line }) => line > (pairs[0]?.line ?? 0))
  let above = votesAbove ? readVotes(facts[(next < 0 ? facts.length : next) - 1]?.text ?? '') : undefined
  return pairs.map((pair, index) => {
    const end = pairs[index + 1]?.line ?? Infinity
    const own: string[] = []
    for (; next >= 0 && (facts[next]?.line ?? Infinity) < end; next++) own.push(facts[next]?.text ?? '')
    const votes = above
    above =
      votesAbove && end < Infinity && readVotes(own.at(-1) ?? '') !== undefined ? readVotes(own.pop() ?? '') : undefined
    return { ...pair, ...readFacts(own, votes, votesAbove, today) }
  })
}

function readVotes(text: string): number | undefined {
  return /^[-–]$/.test(text) ? 0 : parseCount(text.replace(/^upvote\s+/i, ''))
}

function readFacts(
  texts: readonly string[],
  votes: number | undefined,
  votesAbove: boolean,
  today: PlainDate,
): Partial<Draft> {
  const authors = texts.map((text) => /(\d+) authors?$/i.exec(text)?.[1]).find((count) => count !== undefined)
  const stars = texts
    .map((text) => /^(?:github|stars?|⭐|★)\s*(\S+)$/i.exec(text)?.[1])
    .find((count) => count !== undefined)
  const day = texts
    .map((text) => parsePageDate(text.replace(/^(?:published on|[·•])\s*/i, ''), today))
    .find((found) => found !== undefined)
  const counts = texts.map((text) => readVotes(text)).filter((count) => count !== undefined)
  const [first, second] = counts
  return {
    ...(authors !== undefined && { authorCount: Number(authors) }),
    ...(day !== undefined && { published: day }),
    signals: { upvotes: votesAbove ? votes : first, comments: votesAbove ? first : second, stars },
  }
}
