/**
 * RSS 0.9 to 2.0, RDF and Atom as a stream of elements: nothing is built that is not needed, no entity but XML's own
 * is known, nothing outside the text is ever fetched, and a document type with declarations is refused.
 */
import { Parser } from 'htmlparser2'
import { DigestParseError } from '../../errors.ts'
import type { Problem } from '../digest.ts'
import { createLineCounter } from '../lines.ts'

/** One element inside an entry, in the order of the source; `name` is in lower case with its prefix. */
export interface FeedElement {
  readonly name: string
  /** Name of the element around it, empty where that is the entry itself. */
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
  readonly entries: FeedEntry[]
  /** Elements of the feed itself. */
  readonly head: FeedElement[]
  readonly problems: Problem[]
}

const deepest = 64
const mostEntries = 5000
const longestText = 200_000

interface Reader extends ReadFeed {
  /** Names of the open elements. */
  readonly path: string[]
  /** The open elements; undefined for an entry. */
  readonly open: (FeedElement | undefined)[]
  entry: FeedEntry | undefined
  skipped: number
}

/** Reads the entries of a feed; a feed that is cut short gives those that are whole. */
export function readFeed(text: string): ReadFeed {
  const reader: Reader = { entries: [], head: [], problems: [], path: [], open: [], entry: undefined, skipped: 0 }
  const findLine = createLineCounter(text)
  const parser = new Parser(
    {
      onprocessinginstruction: refuseDeclarations,
      onopentag: (name, attributes) =>
        openElement(reader, { name, parent: '', attributes, text: '' }, findLine(parser.startIndex)),
      ontext: (data) => addText(reader, data),
      onclosetag: (name, isImplied) => closeElement(reader, name, isImplied),
    },
    { xmlMode: true, decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.end(text)
  const { entries, head, problems, skipped } = reader
  if (skipped > 0) {
    const message = `Only the first ${mostEntries} entries of the feed are read; ${skipped} are left out.`
    problems.push({ code: 'too_many', message })
  }
  return { entries, head, problems }
}

function refuseDeclarations(name: string, data: string): void {
  if (name.toLowerCase() !== '!doctype' || !data.includes('[')) return
  throw new DigestParseError('feed', 'declares a document type of its own, which no feed needs; it is not read.')
}

function openElement(reader: Reader, element: FeedElement, line: number): void {
  const { path, open, head } = reader
  if (path.length >= deepest) throw new DigestParseError('feed', `is nested deeper than ${deepest} elements.`)
  const around = path.at(-1) ?? ''
  path.push(element.name)
  if (isEntry(element.name) && reader.entry === undefined) {
    reader.entry = { line, elements: [] }
    open.push(undefined)
    return
  }
  const placed = { ...element, parent: isEntry(around) ? '' : around }
  open.push(placed)
  if (reader.entry !== undefined) reader.entry.elements.push(placed)
  else if (path.length <= 4) head.push(placed)
}

function addText({ open }: Reader, data: string): void {
  const element = open.at(-1)
  if (element !== undefined && element.text.length < longestText) element.text += data
}

function closeElement(reader: Reader, name: string, isImplied: boolean): void {
  reader.path.pop()
  const element = reader.open.pop()
  if (element !== undefined && reader.entry !== undefined) adopt(reader.open.at(-1), element)
  if (element !== undefined || !isEntry(name) || reader.entry === undefined) return
  const { line } = reader.entry
  const message = 'The feed ends in the middle of this entry; skipped.'
  if (isImplied) reader.problems.push({ line, code: 'truncated', message })
  else if (reader.entries.length < mostEntries) reader.entries.push(reader.entry)
  else reader.skipped++
  reader.entry = undefined
}

function isEntry(name: string): boolean {
  return name === 'item' || name === 'entry'
}

/** Text of XHTML inside an element is text of the element. */
function adopt(parent: FeedElement | undefined, child: FeedElement): void {
  const isText = /^(?:xhtml:)?(?:div|p|span|em|b|i|a|br|sub|sup|strong|ul|li)$/.test(child.name)
  if (parent !== undefined && isText && parent.text.length < longestText) parent.text += `${child.text} `
}
