/** Where the papers of a pasted Daily Papers page begin, and whether a text is such a page at all. */
import { isDayOrPeriod } from '../page-date.ts'

/** The byline ends what stands above the papers; some browsers break it into lines. */
const byline = /^#*\s*(?:by\s*AK\s*,?\s*)?and the research community$/i
const heading = /^#*\s*(?:daily|weekly|monthly|trending) papers$/i

/** Longer lines are text, whatever they say. */
const longestByline = 90

/** How sure it is that lines are of the page, from 0.2 for any text. */
export function weighStart(lines: readonly string[]): number {
  const hasHeading = lines.some((line) => heading.test(line))
  const hasByline = lines.some((line) => byline.test(line))
  if ((hasHeading && hasByline) || findTranslatedDay(lines) >= 0) return 0.9
  if (hasByline || (hasHeading && lines.some((line) => /^get trending papers in your email/i.test(line)))) return 0.8
  return hasHeading ? 0.5 : 0.2
}

/** Everything above the byline of the page, or above the day of a translated one, is the site's own. */
export function findStart(lines: readonly string[]): number {
  const head = lines.slice(0, 400)
  const index = head.findLastIndex((line) => line.length < longestByline && byline.test(line.trim()))
  return index < 0 ? Math.max(0, findTranslatedDay(head)) : index + 1
}

const curator =
  /^(?=.{2,60}$)(?!.*the research community).*(?:(?<![A-Za-z0-9])AK(?![A-Za-z0-9-])|(?<!\p{L})АК(?!\p{L}))/u
const mostBetween = 15

/** What translates a page leaves the name of who curates it, and the day stands soon below; -1 where there is none. */
function findTranslatedDay(lines: readonly string[]): number {
  const index = lines.slice(0, 150).findIndex((line) => curator.test(line.trim()))
  if (index < 0) return -1
  const day = lines.slice(index + 1, index + mostBetween).findIndex((line) => isDayOrPeriod(line))
  return day < 0 ? -1 : index + 1 + day
}
