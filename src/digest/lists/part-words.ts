import { isPromotionLabel } from '../pages/promotion.ts'
import { isGeneric, isSeparator } from './link-words.ts'
import type { PartLine } from './part-lines.ts'
import { cleanTitle } from './part-title.ts'

/** What a newsletter says of itself. */
const mailWords =
  /\bunsubscribe\b|\byou(?:'re| are)? (?:get|receiv\w+|subscribed)\b|\b(?:view|read) (?:this |it )?(?:online|in (?:your )?browser)\b|\b(?:manage|change|update|edit) (?:your )?(?:preferences|settings|subscriptions?|alerts?)\b/i
const longestButton = 40
const count = /^[\s▲△👍⭐★🔥]*\d[\d.,]*\s?[km]?$/iu
const dateWords = /\b(?:arxiv|preprint|published|submitted|posted|on)\b|\b20\d\d\b|[\s\d.,:()/·-]+/gi
const monthName = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i

/** What lines say besides the title; an address alone on its line is said where a sentence leads to it. */
export function listSaid(lines: readonly PartLine[], title: string): string[] {
  const said: string[] = []
  for (const { text, isLinked } of lines) {
    const words = cleanWords(dropTitle(text, title))
    const isAddress = /https?:\/\//i.test(words) && isNoWord(words.replaceAll(/https?:\/\/\S+/gi, ' '))
    const isButton = isLinked && words.length < longestButton
    const isWanted = isAddress || isButton ? isUnfinished(said.at(-1)) : !isSeparator(words) && !isLabel(words)
    if (isWanted) said.push(words)
  }
  return said
}

/** What a line says behind the title, or all of it where the title does not open it. */
function dropTitle(text: string, title: string): string {
  if (text.length < title.length + 100 && cleanTitle(text) === title) return ''
  const place = text.slice(0, title.length + 12).indexOf(title)
  return place < 0 ? text : text.slice(place + title.length)
}

function cleanWords(text: string): string {
  return text
    .replace(/^[\s*_"”()[\]|:.,–—-]+/, '')
    .replace(/\*\*|(?<!\w)__|__(?!\w)/g, '')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/^>\s*/, '')
    .trim()
}

function isUnfinished(text: string | undefined): boolean {
  return text !== undefined && /(?:\b(?:at|in|on|see|page|website|code|here|via|from)|[:(])$/i.test(text)
}

/** What is left of a line without its addresses says nothing, or what kind of link they are. */
function isNoWord(words: string): boolean {
  return isSeparator(words) || isGeneric(words)
}

/** What only names links, a count, when it came out, and what a newsletter says of itself. */
function isLabel(words: string): boolean {
  if (/^(?:links?|resources?|code|paper|tl;?dr|abstract)[\W\s]*$/i.test(words) || count.test(words)) return true
  if (isPromotionLabel(words)) return true
  const isDay = words.length < 60 && /20\d\d/.test(words) && monthName.test(words.replace(dateWords, ''))
  return isDay || (words.length < 200 && mailWords.test(words))
}
