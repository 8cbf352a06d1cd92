import { measureTitleness } from '../pairing/titleness.ts'
import { pageTitle } from './link-words.ts'
import type { PartLine } from './part-lines.ts'
import { findNames } from './read-names.ts'
import { readReference, type Credit } from './read-reference.ts'

/** A longer line is no title with names behind it. */
export const longestCredit = 4000

/** The heading where it looks like a title, else the words of the link, else the first words. */
export function chooseTitle(heading: string, named: string, lead: string): string | undefined {
  const isPlausible = heading !== '' && !pageTitle.test(heading)
  if (named.length > 12 && heading.includes(named)) return named
  if (isPlausible && measureTitleness(heading) >= Math.max(1, measureTitleness(named))) return heading
  if (named.length > 3 && measureTitleness(named) > -4) return named
  const first = lead.length > longestCredit ? '' : cleanTitle(findCredit(lead)?.title ?? lead)
  // Several cells of a row are no title.
  if (/\p{L}{3}/u.test(first) && !first.includes(' | ') && !pageTitle.test(first) && measureTitleness(first) > -2)
    return first
  return isPlausible ? heading : undefined
}

/** Where the first line is more than a title, that is in bold, or all before the first link. */
export function findLead(line: PartLine | undefined): string {
  const bold = /^[^\p{L}*]{0,8}\*\*(.{4,400}?)\*\*/su.exec(line?.text ?? '')?.[1]
  return bold ?? (/\p{L}{3}/u.test(line?.lead ?? '') ? line?.lead : line?.text) ?? ''
}

/** `Title. Ann A, Bo B.`: names behind a title are its authors'. */
export function findCredit(lead: string): Credit | undefined {
  if (lead.length > longestCredit) return undefined
  const reference = readReference(lead)
  if (reference !== undefined) return reference
  for (const match of lead.matchAll(/[.?!]\s+(?=\p{Lu})|\s+(?:[-–—|]|by)\s+(?=\p{Lu})/gu)) {
    const names = findNames(lead.slice(match.index + match[0].length))
    if (names.length > 1 && !sentenceEnd.test(names[0] ?? ''))
      return { title: lead.slice(0, match.index + (match[0].startsWith('.') ? 0 : 1)), names }
  }
  return undefined
}

/** The first of several names does not begin in the sentence before it. */
const sentenceEnd = /\p{Ll}{3}[.?!] |\s[-–—|]\s/u

/** Numbers before a title, and stars, votes and remarks behind it, are no part of it. */
export function cleanTitle(text: string): string {
  return dropMarks(text.replace(/<[^<>]{1,200}>/g, ' ').replace(/^\W*\[([^[\]]*)\]\(.*$/, '$1'))
    .replace(/\s*\(read more on .*$/is, '')
    .replace(/\s*[([](?:read more|arxiv|hugging|https?:|paper|pdf|code|link|upvotes?)\b[^()[\]]*[)\]]*\s*$/i, '')
    .replace(/(?:\s+#\p{L}[\w/-]*)+$/u, '')
    .replace(/[\s|:–—[(-]+$/, '')
    .replace(/\*\*|__/g, '')
    .trim()
}

/** What kind of link a title is, or where and when it came out: `[PDF]`, `(*arXiv 2026*)`. */
const venue =
  /^\W{0,6}(?:\[(?:pdf|html|book|citation|[A-Z]|\d{4}\.\d{4,5}(?:v\d)?)\]|\(\W?(?:[^()]{1,40} )?(?:20\d\d|arxiv)\W?\))\s+/i

/** Without the number before it and the stars behind it. */
function dropMarks(text: string): string {
  const plain = text
    .replace(venue, '')
    .replace(
      /^[^\p{L}\p{N}"'“‘($[]*(?:\[\d{1,3}\]|\d{1,2}\ufe0f?\u20e3|#?\d{1,3}[.)、:](?=\s|\p{L})|\d{1,3}\/(?:\d{1,3}|n)?(?=\s)|No\.\s?\d+)?\s*/u,
      '',
    )
  return /^[\x20-\x7e]*$/.test(plain)
    ? plain
    : plain.replace(/\s*(?:[⭐★👍▲🔥]|\p{Extended_Pictographic})\s*[\d.,]*\s?[km]?\s*$/iu, '')
}
