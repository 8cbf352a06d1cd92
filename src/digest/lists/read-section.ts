/** One paper out of a part of a page that links to no other: a title, labelled lines, and what is said of it. */
import type { Draft } from '../draft.ts'
import { findColumn, type Column } from '../formats/columns.ts'
import type { PagePiece } from '../pages/daily-page.ts'
import { measureTitleness } from '../pages/titleness.ts'
import { parseCount } from '../signals.ts'
import { splitAuthors } from '../split-authors.ts'
import { identify } from './identify.ts'
import { isGeneric, isSeparator, pageTitle } from './link-words.ts'
import { findNames } from './read-names.ts'

interface Line {
  readonly text: string
  /** The words before the first link. */
  readonly lead: string
  readonly hrefs: readonly string[]
  readonly isHeading: boolean
  /** Nothing on it but links. */
  readonly isLinked: boolean
}

const labelled = /^[^\p{L}\p{N}([]{0,8}(\p{L}[\p{L} _/-]{0,24}?)[\s*_]*[:：][\s*_]*(.*)$/su
/** What a newsletter says of itself. */
const mailWords =
  /\bunsubscribe\b|\byou(?:'re| are)? (?:get|receiv\w+|subscribed)\b|\b(?:view|read) (?:this |it )?(?:online|in (?:your )?browser)\b|\b(?:manage|change|update|edit) (?:your )?(?:preferences|settings|subscriptions?|alerts?)\b/i
const longestCredit = 4000
const longestButton = 40
const count = /^[\s▲△👍⭐★🔥]*\d[\d.,]*\s?[km]?$/iu
const dateWords = /\b(?:arxiv|preprint|published|submitted|posted|on)\b|\b20\d\d\b|[\s\d.,:()/·-]+/gi
const monthName = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i

/** The paper of a part; undefined where nothing in it can be a title. */
export function readSection(section: readonly PagePiece[], identity: string): Draft | undefined {
  const lines = joinLines(section)
  const { fields, rest } = sortLines(lines)
  const headings = rest.filter(({ isHeading }) => isHeading).map(({ text }) => cleanTitle(text))
  const heading = headings.find((text) => measureTitleness(text) >= 1) ?? headings[0] ?? ''
  const named = cleanTitle(
    section.find(({ href, text }) => identify(href) === identity && !isGeneric(text))?.text ?? '',
  )
  const words = rest.filter(({ isHeading }) => !isHeading)
  const first = splitCredit(findLead(words[0]))
  const title = fields.get('title') ?? chooseTitle(heading, named, first.title)
  if (title === undefined) return undefined
  const said = dropTitle(words, title)
  const names = readCredit(fields.get('authors'), first.title === title ? first.names : [], said[0] ?? '')
  const prose = fields.get('authors') === undefined && names.length > 0 ? said.slice(1) : said
  const addresses = section.flatMap(({ href }) => (href === undefined || href === '' ? [] : [href]))
  const { line } = section[0] ?? { line: 1 }
  return {
    line,
    title,
    abstract: fields.get('abstract') ?? prose.join(' ').replace(/^[\s|:.,–—-]+/, ''),
    authors: names,
    url: addresses.find((address) => identify(address) === identity) ?? '',
    links: addresses,
    ...(identity.startsWith('arxiv:') && { arxivId: identity.slice(6) }),
    ...readRest(fields),
  }
}

/** Where the first line is more than a title, that is in bold, or all before the first link. */
function findLead(line: Line | undefined): string {
  const bold = /^[^\p{L}*]{0,8}\*\*(.{4,400}?)\*\*/su.exec(line?.text ?? '')?.[1]
  return bold ?? (/\p{L}{3}/u.test(line?.lead ?? '') ? line?.lead : line?.text) ?? ''
}

/** Authors as a line says them, or behind the title, or as all of the first line below it. */
function readCredit(labelledNames: string | undefined, behind: readonly string[], below: string): readonly string[] {
  if (labelledNames !== undefined) return splitAuthors(labelledNames.slice(0, longestCredit))
  return behind.length > 0 ? behind : findNames(below)
}

function readRest(fields: ReadonlyMap<Column, string>): Partial<Draft> {
  const published = fields.get('published')
  const categories = fields.get('categories')
  const count = (column: Column) => parseCount(/^\W*([\d.,]+\s?[km]?)\b/i.exec(fields.get(column) ?? '')?.[1])
  return {
    ...(published !== undefined && { published }),
    ...(categories !== undefined && { categories: categories.split(/\s*[,;|]\s*/) }),
    signals: { upvotes: count('upvotes'), stars: count('stars'), comments: count('comments') },
  }
}

/** The pieces of a line of the source as one line, with its links. */
function joinLines(section: readonly PagePiece[]): Line[] {
  const lines: (Line & { line: number })[] = []
  for (const { line, text, href, isHeading = false, marks } of section) {
    const before = lines.at(-1)
    const isNameless =
      href !== undefined &&
      text.length < 100 &&
      isGeneric(text) &&
      (!/^https?:/.test(text) || identify(href) !== undefined)
    const words = isNameless ? '' : (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()
    const hrefs = href === undefined || href === '' ? [] : [href]
    if (
      before !== undefined &&
      before.line === line &&
      before.isHeading === isHeading &&
      (marks === undefined || isHeading)
    ) {
      const joined = {
        text: `${before.text} ${words}`.trim(),
        lead: before.hrefs.length === 0 && href === undefined ? `${before.lead} ${words}`.trim() : before.lead,
        hrefs: [...before.hrefs, ...hrefs],
        isHeading,
        isLinked: before.isLinked && (href !== undefined || isSeparator(words)),
      }
      lines[lines.length - 1] = { ...joined, line }
    } else {
      const isLinked = href !== undefined
      lines.push({ line, text: words, lead: isLinked ? '' : words, hrefs, isHeading, isLinked })
    }
  }
  return lines
}

/** Lines that say what they are, and the others. */
function sortLines(lines: readonly Line[]): { fields: Map<Column, string>; rest: Line[] } {
  const fields = new Map<Column, string>()
  const rest: Line[] = []
  let open: Column | undefined
  for (const line of lines) {
    const [, label = '', value = ''] = line.isHeading ? [] : (labelled.exec(line.text) ?? [])
    const named = label === '' ? findLabelOnly(line) : findColumn(label)
    const column = named === 'title' && /^<?https?:/.test(value) ? 'link' : named
    if (column === 'link') open = undefined
    else if (column !== undefined && !fields.has(column)) {
      fields.set(column, value.replaceAll('**', '').trim())
      open = value.trim() === '' ? column : undefined
    } else if (open !== undefined && !line.isHeading && !isSeparator(line.text)) {
      fields.set(open, `${fields.get(open) ?? ''} ${line.text}`.trim())
    } else rest.push(line)
  }
  for (const [column, value] of fields) if (value === '') fields.delete(column)
  return { fields, rest }
}

/** `Abstract` alone on its line, as a heading or not, names what follows. */
function findLabelOnly({ text }: Line): Column | undefined {
  if (text.length > 40) return undefined
  const word = text.replace(/[\s:：*_#]+$/, '').replace(/^[\s*_#]+/, '')
  return /^(?:abstract|summary|tl;?dr|摘要|authors?)$/i.test(word) ? findColumn(word) : undefined
}

/** Numbers before a title, and stars, votes and remarks behind it, are no part of it. */
function cleanTitle(text: string): string {
  return text
    .replace(/<[^<>]{1,200}>/g, ' ')
    .replace(/^\W*\[([^[\]]*)\]\(.*$/, '$1')
    .replace(
      /^[^\p{L}\p{N}"'“‘($[]*(?:\[\d{1,3}\]|#?\d{1,3}[.)、:](?=\s|\p{L})|\d{1,3}\/(?:\d{1,3}|n)?(?=\s)|No\.\s?\d+)?\s*/u,
      '',
    )
    .replace(/\s*(?:[⭐★👍▲🔥]|\p{Extended_Pictographic})\s*[\d.,]*\s?[km]?\s*$/iu, '')
    .replace(/\s*\(read more on .*$/is, '')
    .replace(/\s*[([](?:read more|arxiv|hugging|https?:|paper|pdf|code|link|upvotes?)\b[^()[\]]*[)\]]*\s*$/i, '')
    .replace(/(?:\s+#\p{L}[\w/-]*)+$/u, '')
    .replace(/[\s|:–—-]+$/, '')
    .replace(/\*\*|__/g, '')
    .trim()
}

/** The heading where it looks like a title, else the words of the link, else the first words. */
function chooseTitle(heading: string, named: string, first: string): string | undefined {
  const isPlausible = heading !== '' && !pageTitle.test(heading)
  if (named.length > 12 && heading.includes(named)) return named
  if (isPlausible && measureTitleness(heading) >= Math.max(1, measureTitleness(named))) return heading
  if (named.length > 3 && measureTitleness(named) > -4) return named
  // Several cells of a row are no title.
  if (/\p{L}{3}/u.test(first) && !first.includes(' | ') && !pageTitle.test(first) && measureTitleness(first) > -2)
    return first
  return isPlausible ? heading : undefined
}

/** `Title. Ann A, Bo B.`: names behind the title are its authors'. */
function splitCredit(text: string): { title: string; names: readonly string[] } {
  if (text.length > longestCredit) return { title: '', names: [] }
  for (const match of text.matchAll(/[.?!]\s+(?=\p{Lu})|\s+(?:[-–—|]|by)\s+(?=\p{Lu})/gu)) {
    const names = findNames(text.slice(match.index + match[0].length))
    if (names.length > 1)
      return { title: cleanTitle(text.slice(0, match.index + (match[0].startsWith('.') ? 0 : 1))), names }
  }
  return { title: cleanTitle(text), names: [] }
}

/** What is said besides the title; an address alone on its line is said where a sentence leads to it. */
function dropTitle(lines: readonly Line[], title: string): string[] {
  const said: string[] = []
  for (const { text, isLinked } of lines) {
    const place = text.slice(0, title.length + 12).indexOf(title)
    const isTitle = text.length < title.length + 100 && cleanTitle(text) === title
    const rest = isTitle ? '' : place < 0 ? text : text.slice(place + title.length)
    const words = rest
      .replace(/^[\s*_"”()[\]|:.,–—-]+/, '')
      .replace(/\*\*|(?<!\w)__|__(?!\w)/g, '')
      .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
      .replace(/^>\s*/, '')
      .trim()
    const isAddress = /https?:\/\//i.test(words) && isNoWord(words.replaceAll(/https?:\/\/\S+/gi, ' '))
    const isButton = isLinked && words.length < longestButton
    const isWanted = isAddress || isButton ? isUnfinished(said.at(-1)) : !isSeparator(words) && !isLabel(words)
    if (isWanted) said.push(words)
  }
  return said
}

/** What is left of a line without its addresses says nothing, or what kind of link they are. */
function isNoWord(words: string): boolean {
  return isSeparator(words) || isGeneric(words)
}

function isUnfinished(text: string | undefined): boolean {
  return text !== undefined && /(?:\b(?:at|in|on|see|page|website|code|here|via|from)|[:(])$/i.test(text)
}

/** What only names links, a count, when it came out, and what a newsletter says of itself. */
function isLabel(words: string): boolean {
  if (/^(?:links?|resources?|code|paper|tl;?dr|abstract)[\W\s]*$/i.test(words) || count.test(words)) return true
  const isDay = words.length < 60 && /20\d\d/.test(words) && monthName.test(words.replace(dateWords, ''))
  return isDay || (words.length < 200 && mailWords.test(words))
}
