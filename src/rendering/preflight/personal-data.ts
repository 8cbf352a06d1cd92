import type { Finding } from './finding.ts'
import { found, type CheckedPage } from './page.ts'

const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** What is the same for all, and stands in the archive, must not name a reader as one. */
export function checkPersonalData(page: CheckedPage): Finding[] {
  const { rendered, issue, values, texts } = page
  const senders = [issue.newsletter.from.address, issue.newsletter.replyTo?.address].map(String)
  const fixed = rendered.html.parts.join('\n')
  const isNamed = names(fixed, values.address) && !isPublic(page, senders)
  const isTokenShown = values.token.length > 5 && fixed.includes(values.token)
  const leaked = [...(isNamed ? [values.address] : []), ...(isTokenShown ? [values.token] : [])]
  const ours = [...senders, values.address].filter((own) => own !== 'undefined')
  const withoutOurs = (text: string): string => ours.reduce((rest, own) => rest.replaceAll(own, ' '), text)
  const foreign = texts
    .filter(({ isFromPaper, text }) => !isFromPaper && text.includes('@'))
    .flatMap(({ text, line }) => [...withoutOurs(text).matchAll(address)].map(([found]) => ({ found, line })))
  return [
    ...leaked.map((value) =>
      found('error', 'archive.personal', `The copy for the archive holds "${value}", which is one reader's own.`),
    ),
    ...foreign.map(({ found: mailbox, line }) => {
      const message = `The page names the address ${mailbox}, which is neither the sender's nor the reader's.`
      return found('warning', 'archive.address', message, { part: 'html', line, quote: mailbox })
    }),
  ]
}

/** Whether an address stands in a text as a whole, and not as a part of a longer one. */
function names(text: string, mailbox: string): boolean {
  return new RegExp(`(?<![\\w.+-])${RegExp.escape(mailbox)}(?![\\w-]|\\.\\w)`, 'i').test(text)
}

/** Who reads their own newsletter is named as its sender, and who wrote a paper as its author. */
function isPublic({ values, texts }: CheckedPage, senders: readonly string[]): boolean {
  const isAuthor = texts.some(({ isFromPaper, text }) => isFromPaper && text.includes(values.address))
  return senders.includes(values.address) || isAuthor
}
