/** One paper out of a part of a page that links to no other: a title, labelled lines, and what is said of it. */
import type { Draft } from '../draft.ts'
import type { Column } from '../formats/columns.ts'
import type { PagePiece } from '../pairing/page-line.ts'
import { measureTitleness } from '../pairing/titleness.ts'
import { parseCount } from '../signals.ts'
import { splitAuthors } from '../split-authors.ts'
import { identify } from './identify.ts'
import { isGeneric } from './link-words.ts'
import { sortLines } from './part-fields.ts'
import { joinLines, type PartLine } from './part-lines.ts'
import { chooseTitle, cleanTitle, findCredit, findLead, longestCredit } from './part-title.ts'
import { listSaid } from './part-words.ts'
import { findNames } from './read-names.ts'

/** The paper of a part; undefined where nothing in it can be a title. */
export function readPart(part: readonly PagePiece[], identity: string): Draft | undefined {
  const { fields, rest } = sortLines(joinLines(part))
  const words = rest.filter(({ isHeading }) => !isHeading)
  const lead = findLead(words.find(({ text }) => text !== ''))
  const title = fields.get('title') ?? chooseTitle(findHeading(rest), findName(part, identity), lead)
  if (title === undefined) return undefined
  const said = listSaid(words, title)
  const labelledNames = fields.get('authors')
  const names =
    labelledNames === undefined
      ? readCredit(lead, title, said[0] ?? '')
      : splitAuthors(labelledNames.slice(0, longestCredit))
  const prose = labelledNames === undefined && names.length > 0 ? said.slice(1) : said
  const addresses = part.flatMap(({ href }) => (href === undefined || href === '' ? [] : [href]))
  return {
    line: part[0]?.line ?? 1,
    title,
    abstract: fields.get('abstract') ?? prose.join(' ').replace(/^[\s|:.,–—-]+/, ''),
    authors: names,
    url: addresses.find((address) => identify(address) === identity) ?? '',
    links: addresses,
    ...(identity.startsWith('arxiv:') && { arxivId: identity.slice(6) }),
    ...readRest(fields),
  }
}

/** The first heading that looks like a title, else the first one. */
function findHeading(lines: readonly PartLine[]): string {
  const headings = lines.filter(({ isHeading }) => isHeading).map(({ text }) => cleanTitle(text))
  return headings.find((text) => measureTitleness(text) >= 1) ?? headings[0] ?? ''
}

/** The words of the link to the paper. */
function findName(part: readonly PagePiece[], identity: string): string {
  return cleanTitle(part.find(({ href, text }) => identify(href) === identity && !isGeneric(text))?.text ?? '')
}

/** Authors behind the title, or as all of the first line below it. */
function readCredit(lead: string, title: string, below: string): readonly string[] {
  const credit = findCredit(lead)
  return credit !== undefined && cleanTitle(credit.title) === title ? credit.names : findNames(below)
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
