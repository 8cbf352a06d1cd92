import type { PlainDate } from '../clock.ts'
import { moreTopic, type RankedPaper } from '../ranking/ranking.ts'
import type { Section } from './issue.ts'

/** Characters a subject may have: shorter says nothing, longer is cut by most readers of mail. */
export const subjectLength = { min: 10, max: 78 }
/** Characters of the line that mail readers show after the subject. */
const preheaderLength = { min: 40, max: 110 }

const months = 'January February March April May June July August September October November December'.split(' ')

/**
 * A subject as an editor would write it: the lead's short name and the topics that follow. The fullest form that fits
 * is taken, so nothing is ever cut inside a word.
 */
export function composeSubject(lead: RankedPaper, sections: readonly Section[], paperCount: number): string {
  const name = shortenTitle(lead.paper.title, 52)
  const topics = sections.map(({ topic }) => topic).filter(({ slug }) => slug !== moreTopic.slug)
  const [first, second] = topics.map(({ title }) => lowerFirst(title))
  const rest = paperCount - 1
  const forms = [
    first !== undefined && second !== undefined ? `${name}, plus ${first} and ${second}` : '',
    first === undefined ? '' : `${name}, plus ${first}`,
    rest > 0 ? `${name}, and ${rest} more ${rest === 1 ? 'paper' : 'papers'}` : '',
    `${name}: today's paper`,
    name,
  ]
  return forms.find(fits(subjectLength)) ?? cutWords(lead.paper.title, subjectLength.max)
}

/** What the subject leaves out: the next papers by name, and how much is inside. */
export function composePreheader(papers: readonly RankedPaper[], sectionCount: number, date: PlainDate): string {
  const names = papers.slice(1).map(({ paper }) => shortenTitle(paper.title, 44))
  const size = `${papers.length} ${papers.length === 1 ? 'paper' : 'papers'}`
  const inside = sectionCount > 1 ? `${size} in ${sectionCount} sections` : size
  const day = formatDay(date)
  const also = (count: number): string => `Also ${names.slice(0, count).join('; ')}`
  const forms = [
    names.length > 1 ? `${also(2)} · ${inside}, ${day}` : '',
    names.length > 1 ? `${also(2)} · ${inside}` : '',
    names.length > 0 ? `${also(1)} · ${inside}, ${day}` : '',
    `${inside} chosen and summarised for you, ${day}`,
  ]
  return forms.find(fits(preheaderLength)) ?? `${inside} from the digest of ${day}, best first`
}

/**
 * A title as one would say it: the name before a colon where there is one, else the whole title, else what stands
 * before its first preposition; cut between words only where all of that is too long.
 */
export function shortenTitle(title: string, maxCharacters: number): string {
  const clean = title.replace(/\s+/g, ' ').trim()
  const name = /^([^:?]{2,40}?\??)(?::|\?| [–—-] )\s*\S/u.exec(clean)?.[1]
  if (name !== undefined && name.split(' ').length <= 6) return clean[name.length] === '?' ? `${name}?` : name
  if (clean.length <= maxCharacters) return clean
  const bare = clean.replace(/^(?:a|an|the|on|towards?) /i, '')
  const heads = [
    ...bare.matchAll(/[:,]? (?:for|via|with|in|on|using|through|by|under|from|towards?|against|to|of|and)\b|:/giu),
  ]
    .map(({ index }) => bare.slice(0, index))
    .filter((head) => head.length <= maxCharacters && head.split(' ').length > 1)
  return heads.at(-1) ?? cutWords(bare, maxCharacters)
}

/** At most `maxCharacters`, ended with an ellipsis after a whole word. */
function cutWords(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  // Half of a pair of code units would be no character.
  const words = text
    .slice(0, maxCharacters - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .split(' ')
  if (words.length > 1) words.pop()
  while (
    words.length > 1 &&
    /^(?:a|an|the|of|for|in|on|with|via|to|and|or|from|by|through|using|toward|towards)$/i.test(words.at(-1) ?? '')
  )
    words.pop()
  return `${words.join(' ').replace(/[,;:–—-]+$/u, '')}…`
}

function fits({ min, max }: { readonly min: number; readonly max: number }): (text: string) => boolean {
  return (text) => text.length >= min && text.length <= max
}

/** `Graphs and networks` inside a sentence; `3D and scenes` and `AI` stay. */
function lowerFirst(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}

function formatDay(date: PlainDate): string {
  const [, month = '1', day = '1'] = date.split('-')
  return `${Number(day)} ${months[Number(month) - 1] ?? ''}`
}
