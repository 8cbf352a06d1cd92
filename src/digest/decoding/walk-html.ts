import { Parser } from 'htmlparser2'
import { DigestParseError } from '../../errors.ts'

/** Open elements at once; the parser moves all of them for each new one, and no page that people read has so many. */
const deepest = 2000

/** What is told of the elements of a page; each hears the offset at which its element or end stands. */
export interface HtmlListener {
  readonly onOpen: (name: string, attributes: Readonly<Record<string, string>>, offset: number) => void
  readonly onText: (text: string) => void
  readonly onClose: (name: string, offset: number) => void
}

/** Tells the elements of a page or a fragment in order. @throws DigestParseError where they are nested without end */
export function walkHtml(html: string, { onOpen, onText, onClose }: HtmlListener): void {
  let depth = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      if (depth > deepest) throw new DigestParseError('HTML', `is nested deeper than ${deepest} elements.`)
      onOpen(name, attributes, parser.startIndex)
    },
    ontext: onText,
    onclosetag(name) {
      depth -= 1
      onClose(name, parser.startIndex)
    },
  })
  parser.end(html)
}
