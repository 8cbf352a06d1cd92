import { countQuotedPrintable } from '../../mail/quoted-printable.ts'
import { escapeHtml } from '../escape.ts'
import type { Cut } from '../rendering.ts'
import type { Finding } from './finding.ts'
import { found, type CheckedPage } from './page.ts'

/** Gmail shows this much of an HTML part and hides the rest behind "view entire message". */
export const clipBytes = 102_400

/** The budget, the clip, where the unsubscribe link stands, and what was cut. */
export function checkSize({ rendered, budgetBytes, html, values, issue }: CheckedPage): Finding[] {
  const { htmlBytes, cuts } = rendered
  const findings: Finding[] = []
  if (htmlBytes > clipBytes) {
    findings.push(
      found(
        'error',
        'size.clipped',
        `The HTML has ${htmlBytes} octets; Gmail clips it at ${clipBytes}. Send fewer papers.`,
      ),
    )
  } else if (htmlBytes > budgetBytes) {
    findings.push(
      found(
        'warning',
        'size.budget',
        `The HTML has ${htmlBytes} octets, over its budget of ${budgetBytes}, with everything cut.`,
      ),
    )
  }
  const unsubscribe = html.indexOf(escapeHtml(values.unsubscribeUrl))
  if (unsubscribe > 0 && countQuotedPrintable(html.slice(0, unsubscribe)) > clipBytes) {
    findings.push(
      found('error', 'unsubscribe.clipped', 'The unsubscribe link stands behind the place where Gmail clips.'),
    )
  }
  if (cuts.length > 0) findings.push(found('note', 'size.cut', formatCuts(cuts, issue.paperCount)))
  return findings
}

const cutWords = { one_sentence: 'to one sentence', title: 'to the title', web: 'to the web' }

/** What was cut, as one sentence. */
export function formatCuts(cuts: readonly Cut[], paperCount: number): string {
  const groups = Map.groupBy(cuts, ({ to }) => to)
  const parts = [...groups].map(([to, papers]) => {
    const ranks = papers.map(({ rank }) => rank)
    const [first, last] = [Math.min(...ranks), Math.max(...ranks)]
    return `${papers.length} ${cutWords[to]} (rank ${first === last ? first : `${first} to ${last}`})`
  })
  return `To keep its budget, ${cuts.length} of ${paperCount} papers ${cuts.length === 1 ? 'is' : 'are'} cut: ${parts.join(', ')}.`
}
