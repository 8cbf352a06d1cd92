import type { PlainDate } from '../../clock.ts'
import type { Draft } from '../draft.ts'
import { parsePageDate } from '../page-date.ts'
import { parseCount } from '../signals.ts'
import { readNamedCount, type NamedCount } from './named-count.ts'
import type { TitledText } from '../pairing/page-line.ts'

/** A line of a pasted page that is no text of a paper: a count, a number of authors, a day. */
export interface PageFact {
  readonly line: number
  readonly text: string
}

const authorWords = 'authors?|auteurs?|autoren|autor(?:es)?|autori|авторов|位?作者|人の著者|名の著者|명의 저자'
const authorsOnly = new RegExp(`^[·•*\\s-]*(\\d{1,5})\\s*(?:${authorWords})$`, 'i')
const count = /^(?:\[[-x ]?\]\s*)?(?:\+?\d[\d.,]*\s?[km]?|[-–])$/i
const published = /^[·•]?\s*published on .{3,30}$/i
/** Behind a bullet stands a day, or else a title. */
const mark = /^(?:[·•]|·\s.{0,60}|•\s\p{Lu}\p{Ll}{2,8}\.? \d{1,2}(?:, \d{4})?)$/u

/** Whether a line is nothing but a fact about a paper. */
export function isFact(line: string): boolean {
  return (
    count.test(line) ||
    readNamedCount(line) !== undefined ||
    published.test(line) ||
    mark.test(line) ||
    authorsOnly.test(line) ||
    /^(?:arxiv:\S+|#\d{1,3})$/i.test(line)
  )
}

/** What a text of cards tells of them: numbers of authors, as no other site does, or votes and days, as others do too. */
export function weighCards(facts: readonly PageFact[], papers: number): 'papers' | 'cards' | 'text' {
  const fewest = Math.max(2, papers / 2)
  if (facts.filter(({ text }) => authorsOnly.test(text)).length >= fewest) return 'papers'
  return facts.filter(({ text }) => isCredit(text) || /^upvote/i.test(text)).length >= fewest ? 'cards' : 'text'
}

/** Whether a fact tells when a paper was published or by how many. */
export function isCredit(text: string): boolean {
  return authorsOnly.test(text) || published.test(text)
}

/** The number of authors, where a line tells that and no more. */
export function readAuthorCount(line: string): number | undefined {
  const found = authorsOnly.exec(line)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** Whether the next lines that are not empty tell, behind a dot, when a paper was published or by how many. */
export function isCredited(lines: readonly string[], start: number): boolean {
  const [first = '', second = ''] = lines
    .slice(start, start + 6)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const day =
    first.startsWith('·') || first.startsWith('•') ? first.slice(1).trim() || second.replace(/^[·•]\s*/, '') : ''
  return isCredit(day) || /^[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?$/.test(day)
}

/**
 * Gives each paper the facts around it. Where the page says which count is of votes and which of stars, that holds;
 * else it puts votes above a title and everything else below the abstract, and where no count stands above the first
 * title, counts below are votes.
 */
export function addFacts(pairs: readonly TitledText[], facts: readonly PageFact[], today: PlainDate): Draft[] {
  const isLabelled = facts.some(({ text }) => isLabelOfVotes(text))
  const votesAbove = facts.some(
    ({ line, text }) =>
      line <= (pairs[0]?.line ?? 0) && readVotes(text) !== undefined && (!isLabelled || isLabelOfVotes(text)),
  )
  let next = facts.findIndex(({ line }) => line > (pairs[0]?.line ?? 0))
  let above = votesAbove ? readVotes(facts[(next < 0 ? facts.length : next) - 1]?.text ?? '') : undefined
  return pairs.map((pair, index) => {
    const end = pairs[index + 1]?.line ?? Infinity
    const own: string[] = []
    for (; next >= 0 && (facts[next]?.line ?? Infinity) <= end && next < facts.length; next++)
      own.push(facts[next]?.text ?? '')
    const votes = above
    above =
      votesAbove && end < Infinity && readVotes(own.at(-1) ?? '') !== undefined ? readVotes(own.pop() ?? '') : undefined
    if (own.length === 0 && votes === undefined) return pair
    const signals = votesAbove
      ? { upvotes: votes, ...readBelow(own) }
      : isLabelled
        ? readLabelled(own)
        : readUnlabelled(own)
    return { ...pair, ...readFacts(own, today), signals }
  })
}

function isLabelOfVotes(text: string): boolean {
  return readNamedCount(text)?.signal === 'upvotes'
}

/** A count that does not say what it counts may be of votes; `-` is none. */
function readVotes(text: string): number | undefined {
  const named = readNamedCount(text)
  if (named !== undefined) return named.signal === 'upvotes' ? named.count : undefined
  const plain = text.replace(/^\[[-x ]?\]\s*/i, '')
  return /^[-–]$/.test(plain) ? 0 : parseCount(plain)
}

function readNamed(texts: readonly string[], signal: NamedCount['signal']): number | undefined {
  return texts.map((text) => readNamedCount(text)).find((named) => named?.signal === signal)?.count
}

function listCounts(texts: readonly string[]): number[] {
  return texts.filter((text) => count.test(text)).flatMap((text) => readVotes(text) ?? [])
}

function readLabelled(texts: readonly string[]): Record<string, unknown> {
  return {
    upvotes: readNamed(texts, 'upvotes'),
    stars: readNamed(texts, 'stars'),
    comments: readNamed(texts, 'comments') ?? listCounts(texts)[0],
  }
}

/** Below a title, stars come before comments; one count alone is of comments, unless it is written in thousands. */
function readBelow(texts: readonly string[]): Record<string, unknown> {
  const [first, second] = listCounts(texts)
  const isStars = second !== undefined || texts.some((text) => /^[\d.,]+\s?[km]$/i.test(text))
  const stars = readNamed(texts, 'stars')
  const comments = readNamed(texts, 'comments')
  if (stars !== undefined || comments !== undefined || !isStars) return { comments: comments ?? first, stars }
  return { stars: first, comments: second }
}

function readUnlabelled(texts: readonly string[]): Record<string, unknown> {
  const counts = texts.map((text) => readVotes(text)).filter((found) => found !== undefined)
  return {
    upvotes: counts[0],
    comments: readNamed(texts, 'comments') ?? counts[1],
    stars: readNamed(texts, 'stars'),
  }
}

function readFacts(texts: readonly string[], today: PlainDate): Partial<Draft> {
  const authorCount = texts.map((text) => readAuthorCount(text)).find((found) => found !== undefined)
  const day = texts
    .map((text) => parsePageDate(text.replace(/^[·•]\s*/, '').replace(/^published on\s+/i, ''), today))
    .find((found) => found !== undefined)
  return { ...(authorCount !== undefined && { authorCount }), ...(day !== undefined && { published: day }) }
}
