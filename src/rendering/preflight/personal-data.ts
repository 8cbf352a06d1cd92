import type { Finding } from './finding.ts'
import { found } from './page.ts'
import type { CheckedPage } from './page.ts'

const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** What is the same for all, and stands in the archive, must not name a reader. */
export function checkPersonalData({ rendered, issue: { newsletter }, values, texts }: CheckedPage): Finding[] {
  const fixed = rendered.html.parts.join('\n')
  const findings = [values.address, values.token].flatMap((value) =>
    value.length > 5 && fixed.includes(value)
      ? [found('error', 'archive.personal', `The copy for the archive holds "${value}", which is one reader's own.`)]
      : [],
  )
  const ours = new Set([newsletter.from.address, newsletter.replyTo?.address, values.address].map(String))
  const foreign = texts
    .filter(({ isFromPaper, text }) => !isFromPaper && text.includes('@'))
    .flatMap(({ text, line }) => [...text.matchAll(address)].map(([found]) => ({ found, line })))
    .filter(({ found }) => !ours.has(found))
  return [
    ...findings,
    ...foreign.map(({ found: mailbox, line }) => {
      const message = `The page names the address ${mailbox}, which is neither the sender's nor the reader's.`
      return found('warning', 'archive.address', message, { part: 'html', line, quote: mailbox })
    }),
  ]
}
