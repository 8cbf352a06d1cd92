import { DomUtils } from 'htmlparser2'
import { countColumns } from '../wrap-text.ts'
import type { Finding } from './finding.ts'
import { found, type CheckedPage } from './page.ts'

/** The text part is there, has every link of the HTML, and breaks its lines for a reader. */
export function checkTextPart({ text, document }: CheckedPage): Finding[] {
  if (text.trim().length < 40) return [found('error', 'text.missing', 'The text part is empty.', { part: 'text' })]
  const links = DomUtils.getElementsByTagName('a', document, true).map(({ attribs }) => attribs['href'] ?? '')
  const missing = [...new Set(links)].filter((url) => /^(https?|mailto):/.test(url) && !text.includes(url))
  const long = text.split('\n').findIndex((line) => countColumns(line) > 78 && !/(https?|mailto):/.test(line))
  const place = { part: 'text', line: long + 1 } as const
  return [
    ...missing.map((url) => {
      const message = `The text part lacks a link of the HTML: ${url.slice(0, 100)}`
      return found('warning', 'text.link', message, { part: 'html', quote: url })
    }),
    ...(long >= 0 ? [found('note', 'text.width', 'A line of the text part is longer than 78 columns.', place)] : []),
  ]
}
