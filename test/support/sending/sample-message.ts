import type { Instant } from '../../../src/clock.ts'
import { compileMessage } from '../../../src/delivery/message-template.ts'
import type { Issue } from '../../../src/issue/issue.ts'
import { getMailbox } from '../../../src/mail/address.ts'
import type { RenderedIssue, SlotValues } from '../../../src/rendering/rendering.ts'
import { someSlotValues } from '../issues.ts'

/** The whole message of an invented reader, octet for octet. */
export function composeSample(issue: Issue, rendered: RenderedIssue, slots: SlotValues = someSlotValues()): Buffer {
  const { newsletter, hash } = issue
  const date = '2026-07-29T07:00:00Z' as Instant
  const template = compileMessage(rendered, { newsletter, issueHash: hash, date })
  const mailbox = getMailbox('Ada Reader <reader@example.org>', 'the reader')
  const unsubscribe = { mailto: 'mailto:leave@example.com?subject=unsubscribe', https: slots.unsubscribeUrl }
  return template.compose({ mailbox, slots, unsubscribe }).octets
}
