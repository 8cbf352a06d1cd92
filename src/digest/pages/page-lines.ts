/**
 * The lines of a pasted Daily Papers page, sorted: what may be the text of a paper, what is a fact about one (a count,
 * a day, a number of authors), and what is of the site and left out.
 */
import type { PlainDate } from '../../clock.ts'
import { splitLines } from '../lines.ts'
import { parsePageDate, parsePagePeriod } from '../page-date.ts'
import { isFact, isPublished, type PageFact } from './page-facts.ts'
import type { PageLine } from './page-line.ts'

/** The byline ends what stands above the papers; some browsers break it into lines. */
export const byline = /^#*\s*(?:by\s*AK\s*,?\s*)?and the research community$/i

/** Lines of the site that belong to no paper wherever they stand. */
const site =
  /^(?:get trending papers in your email inbox.*|subscribe|#*\s*(?:daily|trending) papers|by ?AK(?: and the research community)?|and the research community|submitted by\b.{0,60}|upvote|github|arxiv page|view (?:all|arxiv page|pdf)|(?:there are |sorry, )?no (?:daily |trending )?papers? (?:yet|found|here|today|for|on|available|submitted)\b.{0,30}|hugging face's logo|.{1,50}\s?[·•])$/i

/** The same, but words that a wrapped paragraph may end with, so they must stand alone. */
const siteAlone =
  /^(?:new|by|AK|daily|weekly|monthly|search|hugging face|models|datasets|spaces|buckets(?: new)?|docs|enterprise|pricing|log ?in|sign ?up|previous|next|website|community|company|tos|privacy|about|careers|inference providers|system theme|loading\.*|back to top|·|\||-|–|—|\*|\[|\]|play video|video|https?:\/\/\S*)$/i

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
  const all = splitLines(text.replaceAll(/[\u2028\u2029]/g, '\n'))
  const lines: PageLine[] = []
  const facts: PageFact[] = []
  let date: PlainDate | undefined
  let isApart = true
  let label = ''
  let isBehindFact = false
  for (let index = findStart(all); index < all.length; index++) {
    const line = (all[index] ?? '').trim()
    // Some browsers write the words for a picture above the same words.
    if (/\p{L}/u.test(line) && line === all[index + 1]?.trim()) continue
    const kind = sortLine(line, today)
    if (kind === 'text' || (kind === 'alone' && !(isApart && mayEnd(all[index + 1], today)))) {
      const isOrganisation = !isApart || lines.at(-1)?.number === findTextAbove(all, index)
      if (isOrganisation && line.length < 60 && isPublished(all, index + 1)) isApart = true
      else {
        lines.push({ number: index + 1, text: line, isApart, isBehindFact })
        isApart = isBehindFact = false
      }
      continue
    }
    isApart = true
    if (kind === 'alone' && address.test(line)) facts.push({ line: index + 1, text: line })
    if (kind === 'fact' || kind === 'site') isBehindFact = lines.length > 0
    if (kind === 'fact') {
      if (lines.length === 0) date ??= parsePageDate(line, today) ?? parsePagePeriod(line, today)
      facts.push({ line: index + 1, text: `${label}${line}` })
    }
    if (kind !== 'empty') label = /^(?:upvote|github)$/i.test(line) ? `${line} ` : ''
    if (/^submitted by:?$/i.test(line)) index = findAccount(all, index)
  }
  return { lines, facts, date }
}

function sortLine(line: string, today: PlainDate): Kind {
  if (line === '') return 'empty'
  if (line.length > longestFact) return address.test(line) ? 'alone' : 'text'
  if (isFact(line) || parsePageDate(line, today) !== undefined || parsePagePeriod(line, today) !== undefined)
    return 'fact'
  if (site.test(line)) return 'site'
  return siteAlone.test(line) ? 'alone' : 'text'
}

function mayEnd(next: string | undefined, today: PlainDate): boolean {
  return next === undefined || sortLine(next.trim(), today) !== 'text'
}

/** Number of the nearest line above that is not empty; 0 where there is none. */
function findTextAbove(all: readonly string[], index: number): number {
  let above = index - 1
  while (above >= 0 && (all[above] ?? '').trim() === '') above--
  return above + 1
}

/** The name of who submitted a paper stands on the next line that is not empty. */
function findAccount(all: readonly string[], index: number): number {
  let next = index + 1
  while (next < all.length && (all[next] ?? '').trim() === '') next++
  return (all[next] ?? '').trim().length <= 40 ? next : index
}

/** Everything above the byline of the page is the site's own. */
function findStart(lines: readonly string[]): number {
  return lines.slice(0, 400).findLastIndex((line) => line.length < longestFact && byline.test(line.trim())) + 1
}
