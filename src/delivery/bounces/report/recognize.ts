import { findField } from '../../../mail/field-list.ts'
import type { IncomingMessage } from '../../../mail/mime.ts'
import { splitNotice } from './notice.ts'

const mailSystem =
  /mailer-?daemon|post[_-]?master|mail delivery (?:sub)?system|mail deliver|delivery (?:sub)?system|\bmdaemon\b|mail ?administrator|system administrator|mail ?system|content-filter|mail-?daemon|bounce|notification|mdm|mmsc?\b/i
const failureSubject =
  /^(?!(?:re|aw|fwd?|wg): ).*(?:undeliver|returned mail|return(?:ed)? to sender|deliver(?:y|ed|ing)?\b.{0,40}(?:fail|status|notif|problem|error|delay|report)|(?:fail|error|unable|warning|delay|problem)\w*\b.{0,40}(?:deliver|mail|message|notice)|(?:mail|message|delivery|failure) ?(?:failure|failed|error|notice|not delivered)|could not be (?:delivered|sent)|couldn't be delivered|not delivered|non[- ]?delivery|rejected|user unknown|unzustellbar|non remis|no entregado|impossibile|\u914d(?:\u4fe1|\u9001)|\u9001\u4fe1|\u9000\u4fe1|\u672a\u9001\u8fbe)/i
const failureText =
  /could ?n[o']t (?:be )?deliver|not be (?:delivered|sent)|unable to deliver|error delivering|(?:trouble|problems?) delivering|delivery problem|failed recipients|intended recipient|n'a pas p\S+ \S+tre d|undeliver|did not (?:reach|receive)|(?:was|were|not) (?:not )?(?:been )?delivered|delivery (?:errors?|has failed|failed|to the following)|(?:permanent|fatal|transient) (?:fatal )?errors?|was not relayed|transcript of|deliver(?:y|ing) (?:of )?(?:your|the|this)? ?(?:mail|message)|failed addresses|failed to send|was (?:automatically )?rejected|(?:^|\s)[45]\d\d[ -][45]\.\d+\.\d+|error message below|rejected your message|\u914d\u4fe1\u3067\u304d|\u9001\u4fe1\u3067\u304d/im

/** Whether a mail system wrote the message to report on a delivery: what says so by itself, else two signs of three. */
export function isReport(message: IncomingMessage): boolean {
  const { header, deliveryStatuses, text } = message
  if (deliveryStatuses.length > 0 || findField(header, 'x-failed-recipients') !== undefined) return true
  if (/^(?:Final-Recipient|Diagnostic-Code): ?[a-z0-9]+ ?;/im.test(text)) return true
  const notice = splitNotice(text).words
  const from = `${findField(header, 'from') ?? ''} ${findField(header, 'return-path') ?? ''}`
  const signs = [
    mailSystem.test(from) || from.includes('<>'),
    failureSubject.test(findField(header, 'subject') ?? ''),
    failureText.test(notice),
  ]
  return signs.filter(Boolean).length >= 2
}
