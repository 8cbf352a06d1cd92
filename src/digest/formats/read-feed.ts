/**
 * RSS 0.9 to 2.0, RDF and Atom as a stream of elements: nothing is built that is not needed, no entity but XML's own
 * is known, nothing outside the text is ever fetched, and a document type with declarations is refused.
 */
import { Parser } from 'htmlparser2'
import { DigestParseError } from '../../errors.ts'
import type { Problem } from '../digest.ts'

/** One element inside an entry, in the order of the source; `name` is in lower case with its prefix. */
export interface FeedElement {
  readonly name: string
  /** Name of the element around it, if that is not the entry itself. */
  readonly parent: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

/** One `item` or `entry`. */
export interface FeedEntry {
  readonly line: number
  readonly elements: FeedElement[]
}

/** What was read of a feed. */
export interface ReadFeed {
  readonly entries: readonly FeedEntry[]
  /** Elements of the feed itself. */
  readonly head: readonly FeedElement[]
  readonly problems: readonly Problem[]
}

const deepest = 64
const mostEntries = 5000
const longestText = 200_000

/** Reads the entries of a feed; a feed that is cut short gives those that are whole. */
export function readFeed(text: string): ReadFeed {
  const head: FeedElement[] = []
  const entries: FeedEntry[] = []
  const problems: Problem[] = []
  const path: string[] = []
  const lines = countLines(text)
  let entry: FeedEntry | undefined
  const open: (FeedElement | undefined)[] = []
  let skipped = 0
  const parser = new Parser(
    {
      onprocessinginstruction(name, data) {
        if (name.toLowerCase() === '!doctype' && data.includes('['))
          throw new DigestParseError(
            'feed',
            'declares a document type of its own, which no feed needs; it is not read.',
          )
      },
      onopentag(name, attributes) {
        if (path.length >= deepest) throw new DigestParseError('feed', `is nested deeper than ${deepest} elements.`)
        path.push(name)
        if ((name === 'item' || name === 'entry') && entry === undefined) {
          entry = { line: lines(parser.startIndex), elements: [] }
          open.push(undefined)
          return
        }
        const parent = entry === undefined ? path.slice(-2, -1)[0] : path.at(-2)
        const element: FeedElement = {
          name,
          parent: parent === 'item' || parent === 'entry' ? '' : (parent ?? ''),
          attributes,
          text: '',
        }
        open.push(element)
        if (entry === undefined) {
          if (path.length <= 4) head.push(element)
        } else entry.elements.push(element)
      },
      ontext(data) {
        const element = open.at(-1)
        if (element !== undefined && element.text.length < longestText) element.text += data
        else if (element === undefined && entry === undefined && open.length > 0) return
      },
      onclosetag(name, isImplied) {
        path.pop()
        const element = open.pop()
        if (element !== undefined && entry !== undefined) adopt(open.at(-1), element)
        if ((name !== 'item' && name !== 'entry') || entry === undefined || element !== undefined) return
        if (isImplied)
          problems.push({
            line: entry.line,
            code: 'truncated',
            message: 'The feed ends in the middle of this entry; skipped.',
          })
        else if (entries.length < mostEntries) entries.push(entry)
        else skipped++
        entry = undefined
      },
    },
    { xmlMode: true, decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.end(text)
  if (skipped > 0)
    problems.push({
      code: 'too_many',
      message: `Only the first ${mostEntries} entries of the feed are read; ${skipped} are left out.`,
    })
  return { entries, head, problems }
}

/** Text of XHTML inside an element is text of the element. */
function adopt(parent: FeedElement | undefined, child: FeedElement): void {
  const isText = /^(?:xhtml:)?(?:div|p|span|em|b|i|a|br|sub|sup|strong|ul|li)$/.test(child.name)
  if (parent !== undefined && isText && parent.text.length < longestText) parent.text += `${child.text} `
}

/** A function from a growing offset to its line. */
function countLines(text: string): (offset: number) => number {
  let line = 1
  let counted = 0
  return (offset) => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++
    return line
  }
}
