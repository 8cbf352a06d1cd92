import { DomUtils, ElementType, parseDocument } from 'htmlparser2'
import { listPapers, type Issue } from '../../issue/issue.ts'
import { fillHtml, fillText } from '../fill.ts'
import { buildPaperView } from '../views/paper-view.ts'
import type { RenderedIssue, SlotValues } from '../rendering.ts'
import type { BlockingCode, Finding, Place, Severity } from './finding.ts'

/** A parsed document and an element of htmlparser2. */
type PageDocument = ReturnType<typeof parseDocument>

export type PageElement = ReturnType<typeof DomUtils.getElementsByTagName>[number]

/** What a rendering is checked against. */
export interface PreflightContext {
  readonly issue: Issue
  /** The reader whose copy is checked. */
  readonly values: SlotValues
  readonly budgetBytes: number
}

/** One reader's copy of a rendering, parsed once for all checks. */
export interface CheckedPage extends PreflightContext {
  readonly rendered: RenderedIssue
  readonly html: string
  readonly text: string
  /** Offset of the first character of each line of the HTML. */
  readonly lineStarts: readonly number[]
  readonly document: PageDocument
  readonly elements: readonly PageElement[]
  /** The text of the page by its nodes, in order, without style and comments. */
  readonly texts: readonly PageText[]
}

/** A piece of text on the page. */
export interface PageText {
  readonly text: string
  readonly parent: PageElement
  readonly line: number
  /** Whether the words are a paper's own, which no template and no operator wrote. */
  readonly isFromPaper: boolean
}

/** Parses a copy for the checks. */
export function openPage(rendered: RenderedIssue, context: PreflightContext): CheckedPage {
  const html = fillHtml(rendered.html, context.values)
  const document = parseDocument(html, { withStartIndices: true })
  const elements = DomUtils.getElementsByTagName('*', document, true)
  const lineStarts = [0, ...[...html.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const own = listPaperTexts(context.issue)
  return {
    ...context,
    rendered,
    html,
    text: fillText(rendered.text, context.values),
    document,
    elements,
    lineStarts,
    texts: elements.flatMap((parent) => listTexts(parent, lineStarts, own)),
  }
}

function listTexts(parent: PageElement, lineStarts: readonly number[], own: readonly string[]): PageText[] {
  if (['style', 'script', 'title', 'xml'].includes(parent.name)) return []
  return parent.children.flatMap((child) => {
    if (child.type !== ElementType.ElementType.Text || child.data.trim() === '') return []
    const text = squeeze(child.data)
    return [{ text, parent, line: findLine(lineStarts, child.startIndex), isFromPaper: isPaperText(text, own) }]
  })
}

/** Facts and reasons stand in one line; what is left without them is only what separates them. */
function isPaperText(text: string, own: readonly string[]): boolean {
  if (own.includes(text)) return true
  const rest = own.reduce((left, words) => (words === '' ? left : left.replaceAll(words, '')), text)
  return /^[\s·—]*$/.test(rest)
}

/** Every text that papers bring to a page, in each shape, the longest first. */
function listPaperTexts(issue: Issue): string[] {
  const views = listPapers(issue).flatMap((ranked) =>
    (['full', 'one_sentence'] as const).map((shape) => buildPaperView(ranked, shape, issue.newsletter)),
  )
  const texts = views.flatMap(({ title, authors, summary, why, facts }) => [
    title,
    authors,
    summary,
    why,
    ...facts.map(({ text }) => text),
  ])
  const words = new Set(texts.map(squeeze))
  return [...words].toSorted((a, b) => b.length - a.length)
}

/** The words of an element on one line. */
export function textOf(element: PageElement): string {
  return squeeze(DomUtils.textContent(element))
}

/** A text with every run of white space as one space: markup and wrapping put line ends anywhere. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The line in which an element begins, from 1. */
export function lineOf({ lineStarts }: CheckedPage, { startIndex }: PageElement): number {
  return findLine(lineStarts, startIndex)
}

function findLine(lineStarts: readonly number[], offset: number | null): number {
  const next = lineStarts.findIndex((start) => start > (offset ?? 0))
  return next < 0 ? lineStarts.length : next
}

/** The place of an element; its quote is its link or its text. */
export function placeOf(page: CheckedPage, element: PageElement): Place {
  const quote = element.attribs['href'] ?? textOf(element).slice(0, 80)
  return { part: 'html', line: lineOf(page, element), ...(quote !== '' && { quote }) }
}

/** A finding, written short; what stops a sending has a code that can be forced. */
export function found(severity: 'error', code: BlockingCode, message: string, where?: Place): Finding
export function found(severity: 'warning' | 'note', code: string, message: string, where?: Place): Finding
export function found(severity: Severity, code: string, message: string, where?: Place): Finding {
  return { severity, code, message, ...(where && { where }) }
}
