/**
 * The lines of a pasted Daily Papers page, sorted: what may be the text of a paper, what is a fact about one (a count,
 * a day, a number of authors), and what is of the site and left out.
 */
import type { PlainDate } from '../../clock.ts'
import { parsePageDate, parsePagePeriod } from '../page-date.ts'
import { readCells } from './page-cells.ts'
import { isCredited, isFact, type PageFact } from './page-facts.ts'
import type { PageLine } from '../pairing/page-line.ts'
import { findStart } from './page-start.ts'
import { isPromotionLabel } from './promotion.ts'

/** Lines of the site that belong to no paper wherever they stand. */
const site =
  /^(?:get trending papers in your email inbox.*|subscribe|#*\s*(?:daily|weekly|monthly|trending) papers|by ?AK(?: and the research community)?|and the research community|submitted by\b.{0,60}|upvote|github|arxiv page|view (?:all|arxiv page|pdf)|(?:there are |sorry, )?no (?:daily |trending )?papers? (?:yet|found|here|today|for|on|available|submitted)\b.{0,30}|hugging face's logo|(?:©|\(c\)|copyright).{1,60}|.{1,50}\s?[·•])$/i

/** The same, but words that a wrapped paragraph may end with, so they must stand alone. */
const siteAlone =
  /^(?:new|by|AK|daily|weekly|monthly|search|hugging face|models|datasets|spaces|buckets(?: new)?|docs|enterprise|pricing|log ?in|sign ?up|previous|next|website|community|company|tos|privacy|about|careers|inference providers|system theme|loading\.*|back to top|today|yesterday|upgrade now|learn more|get started|read more|show more|load more|·|\||-|–|—|\*|\[|\]|play video|video|https?:\/\/\S*)$/i

/** The name of who submitted a paper follows. */
const submitter =
  /^(?:submitted by|eingereicht von|soumis par|enviado por|inviato da|ingediend door|提交者|提交人|投稿者|제출자|отправил|автор публикации)\s?[:：]?$/i
const address = /^https?:\/\/\S+$/i

/** Longer lines are text, whatever they say. */
const longestFact = 90

/** The lines of a page. */
export interface PageLines {
  readonly lines: readonly PageLine[]
  readonly facts: readonly PageFact[]
  readonly date: PlainDate | undefined
}

type Kind = 'empty' | 'fact' | 'site' | 'alone' | 'text'

/** Sorts the lines below the byline of a page. */
export function readPageLines(text: string, today: PlainDate): PageLines {
  const cells = readCells(dropSignature(text))
  const all = cells.map((cell) => cell.text)
  const lines: PageLine[] = []
  const facts: PageFact[] = []
  let date: PlainDate | undefined
  let isApart = true
  let label = ''
  let lastText = -1
  let isBehindFact = false
  for (let index = findStart(all); index < all.length; index++) {
    const line = all[index] ?? ''
    const number = cells[index]?.number ?? 0
    // Some browsers write the words for a picture above the same words.
    if (/\p{L}/u.test(line) && line === all[index + 1]) continue
    const kind = sortLine(line, today)
    if (kind === 'text' || (kind === 'alone' && !(isApart && mayEnd(all[index + 1], today)))) {
      const isOrganisation = !isApart || lastText === findTextAbove(all, index)
      if (isOrganisation && line.length < 60 && isCredited(all, index + 1)) isApart = true
      else {
        const isLabel = isPromotionLabel(line)
        lines.push({ number, text: line, isApart: isApart || isLabel, isBehindFact })
        lastText = index
        isApart = isLabel
        isBehindFact = false
      }
      continue
    }
    isApart = true
    if (kind === 'alone' && address.test(line)) facts.push({ line: number, text: line })
    if (kind === 'fact' || kind === 'site') isBehindFact = lines.length > 0
    if (kind === 'fact') {
      if (lines.length === 0) date ??= parsePageDate(line, today) ?? parsePagePeriod(line, today)
      facts.push({ line: number, text: `${label}${line}` })
    }
    if (kind !== 'empty') label = /^(?:upvote|github)$/i.test(line) ? `${line} ` : ''
    if (submitter.test(line)) index = findAccount(all, index)
  }
  return { lines, facts, date }
}

/** Behind two dashes on a line of their own, the only ones, stands who sent the mail. */
function dropSignature(text: string): string {
  const [above = '', signature, more] = text.split(/\n-- ?\r?\n/, 3)
  const isSigned = signature !== undefined && more === undefined && signature.length < longestSignature
  return isSigned ? above : text
}

const longestSignature = 600

function sortLine(line: string, today: PlainDate): Kind {
  if (line === '') return 'empty'
  if (line.length > longestFact) return address.test(line) ? 'alone' : 'text'
  if (isFact(line) || parsePageDate(line, today) !== undefined || parsePagePeriod(line, today) !== undefined)
    return 'fact'
  if (site.test(line) || submitter.test(line)) return 'site'
  return siteAlone.test(line) ? 'alone' : 'text'
}

function mayEnd(next: string | undefined, today: PlainDate): boolean {
  return next === undefined || sortLine(next, today) !== 'text'
}

/** Index of the nearest line above that is not empty; -1 where there is none. */
function findTextAbove(all: readonly string[], index: number): number {
  let above = index - 1
  while (above >= 0 && all[above] === '') above--
  return above
}

/** The name of who submitted a paper stands on the next line that is not empty. */
function findAccount(all: readonly string[], index: number): number {
  let next = index + 1
  while (all[next] === '') next++
  return (all[next] ?? '').length <= 40 ? next : index
}
