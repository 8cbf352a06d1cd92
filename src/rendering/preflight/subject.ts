import { subjectLength } from '../../issue/subject-line.ts'
import { parseMailbox } from '../../mail/address.ts'
import type { Finding } from './finding.ts'
import { found, type CheckedPage } from './page.ts'

const header = { part: 'header' } as const

/** Subject of 10 to 78 characters, a preheader that says something else, a sender with a name. */
export function checkSubject({ rendered: { subject, preheader }, issue: { newsletter } }: CheckedPage): Finding[] {
  const findings: Finding[] = []
  if (subject.length < subjectLength.min) {
    findings.push(
      found(
        'error',
        'subject.short',
        `The subject "${subject}" has ${subject.length} characters; ${subjectLength.min} is the least.`,
        header,
      ),
    )
  }
  if (subject.length > subjectLength.max) {
    findings.push(
      found(
        'warning',
        'subject.long',
        `The subject has ${subject.length} characters; phones show 40, and ${subjectLength.max} is the most.`,
        header,
      ),
    )
  }
  if (preheader === '') {
    findings.push(
      found('warning', 'preheader.missing', 'There is no preheader; inboxes will show the masthead instead.'),
    )
  } else if (preheader.toLowerCase() === subject.toLowerCase()) {
    findings.push(found('warning', 'preheader.repeats', 'The preheader repeats the subject; say what else is inside.'))
  } else if (preheader.length > 150) {
    findings.push(
      found('note', 'preheader.long', `The preheader has ${preheader.length} characters; most inboxes show about 100.`),
    )
  }
  if (newsletter.from.displayName !== undefined && parseMailbox(newsletter.from.displayName) !== undefined) {
    findings.push(
      found(
        'warning',
        'sender.name',
        `The sender's name "${newsletter.from.displayName}" is an address; give a name.`,
        header,
      ),
    )
  }
  return findings
}
