// RenderedIssue × context → Findings: errors first, then warnings, then notes; each code at most five times, the rest as
// a count. Pure and offline; whether links answer is a question of its own (check-links.ts).
import type { RenderedIssue } from '../rendering.ts'
import { checkAccessibility } from './accessibility.ts'
import { checkClientSupport } from './client-support.ts'
import { checkContrast } from './contrast.ts'
import { sortFindings, type Finding } from './finding.ts'
import { checkFooter } from './footer.ts'
import { checkLeftovers } from './leftovers.ts'
import { checkLinks } from './links.ts'
import { openPage, type CheckedPage, type PreflightContext } from './page.ts'
import { checkPersonalData } from './personal-data.ts'
import { checkReadingOrder } from './reading-order.ts'
import { checkSize } from './size.ts'
import { checkSpamWords } from './spam-words.ts'
import { checkSubject } from './subject.ts'
import { checkTextPart } from './text-part.ts'

const checks: readonly ((page: CheckedPage) => Finding[])[] = [
  checkSubject,
  checkFooter,
  checkSize,
  checkLeftovers,
  checkLinks,
  checkTextPart,
  checkAccessibility,
  checkReadingOrder,
  checkContrast,
  checkPersonalData,
  checkSpamWords,
  checkClientSupport,
]

const mostOfOneCode = 5

/** Everything that speaks against sending this rendering, or is good to know before. */
export function checkRendering(rendered: RenderedIssue, context: PreflightContext): Finding[] {
  const page = openPage(rendered, context)
  const byCode = Map.groupBy(
    checks.flatMap((check) => check(page)),
    ({ code, severity }) => `${severity} ${code}`,
  )
  return sortFindings([...byCode.values()].flatMap(shorten))
}

function shorten(findings: readonly Finding[]): Finding[] {
  const [first, ...others] = findings.slice(0, mostOfOneCode)
  const hidden = findings.length - mostOfOneCode
  if (!first || hidden <= 0) return [...findings]
  const { severity, code } = first
  return [first, ...others, { severity, code, message: `The same ${hidden} more times.` }]
}
