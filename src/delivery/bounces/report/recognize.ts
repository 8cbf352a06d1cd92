import { findField } from '../../../mail/field-list.ts'
import type { IncomingMessage } from '../../../mail/incoming-message.ts'
import { isAbsence } from '../replies.ts'
import { splitNotice } from './notice.ts'

const mailSystem =
  /mailer-?daemon|post[_-]?master|mail delivery (?:sub)?system|mail deliver|delivery (?:sub)?system|\bmdaemon\b|mail ?administrator|system administrator|mail ?system|content-filter|mail-?daemon|bounce|notification|mdm|mmsc?\b/i
// What subjects and notices say of a failure, by language; a subject that answers or forwards is a person's.
const failureSubject = new RegExp(
  `^(?!(?:re|aw|fwd?|wg|tr|rv|sv|vs): ).*(?:${[
    String.raw`undeliver|returned mail|return(?:ed)? to sender|non[- ]?delivery|not delivered|rejected|user unknown`,
    String.raw`deliver(?:y|ed|ing)?\b.{0,40}(?:fail|status|notif|problem|error|delay|report|warning|incomplete)`,
    String.raw`(?:fail|error|unable|warning|delay|problem)\w*\b.{0,40}(?:deliver|mail|message|notice)`,
    String.raw`(?:mail|message|delivery|failure) ?(?:failure|failed|error|notice|not delivered|blocked)`,
    String.raw`could not be (?:delivered|sent)|couldn't be delivered|address not found|status - undeliver`,
    String.raw`unzustellbar|nicht zugestellt|zustellung (?:ist )?fehlgeschlagen|onbestelbaar|niet (?:bezorgd|afgeleverd)`,
    String.raw`non remis|échec de (?:la )?remise|non distribu|no (?:se )?(?:ha )?(?:pudo |podido )?entrega|devuelto|não (?:foi )?entreg|falha na entrega|devolvid`,
    String.raw`impossibile|mancat[oa] (?:recapito|consegna)|non recapitabile|niedostarcz|nie dostarcz|nedoručiteln|nelze doručit|kézbesíthetetlen`,
    String.raw`недоставлен|не (?:было )?доставлен|olevererbar|kunde inte levereras|ikke leveres|ei voitu toimittaa|teslim edilem`,
    '配信|配送|送信|退信|未送达|无法送达|投递失败|無法傳遞|(?:전송|발송) ?실패|반송',
  ].join('|')})`,
  'iu',
)
const failureText = new RegExp(
  [
    String.raw`could ?n[o']t (?:be )?deliver|not be (?:delivered|sent)|unable to deliver|error delivering|cannot be delivered`,
    String.raw`(?:trouble|problems?) delivering|delivery problem|failed recipients|intended recipient|undeliver|did not (?:reach|receive)`,
    String.raw`(?:was|were|not|n't) (?:not )?(?:been )?delivered|delivery (?:errors?|has failed|failed|to the following)|been postponed`,
    String.raw`(?:permanent|fatal|transient) (?:fatal )?errors?|was not relayed|transcript of|deliver(?:y|ing) (?:of )?(?:your|the|this)? ?(?:mail|message)`,
    String.raw`failed addresses|failed to send|was (?:automatically )?rejected|rejected your message|error message below|(?:^|\s)[45]\d\d[ -][45]\.\d+\.\d+`,
    String.raw`n'a pas p\S+ \S+tre |échec de (?:la )?remise|nicht (?:\S+ )?zugestellt|konnte nicht|no (?:ha podido|pudo|puede|se pudo) (?:ser )?entrega|não (?:pôde|pode|foi) (?:ser )?entreg`,
    String.raw`non (?:è stato|può essere) (?:possibile )?(?:recapit|consegn)|nie (?:została|mogła|udało)|nelze doručit|не (?:может быть|удалось|была) достав`,
    '配信でき|送信でき|配送でき|届け(?:られ|でき)|无法(?:发送|送达|投递)|无法.{0,6}送达|無法(?:傳送|傳遞)|(?:전송|발송)(?:하지|되지) 못',
  ].join('|'),
  'imu',
)

/** Whether a mail system wrote the message to report on a delivery: what says so by itself, else two signs of three. */
export function isReport(message: IncomingMessage): boolean {
  const { header, deliveryStatuses, text } = message
  if (deliveryStatuses.length > 0 || findField(header, 'x-failed-recipients') !== undefined) return true
  if (/^(?:Final-Recipient|Diagnostic-Code): ?[a-z0-9]+ ?;/im.test(text)) return true
  // Somebody who is away quotes what they like, and a mailing list what others wrote.
  if (isAbsence(header) || findField(header, 'list-id') !== undefined) return false
  const notice = splitNotice(text).words
  const from = `${findField(header, 'from') ?? ''} ${findField(header, 'return-path') ?? ''}`
  const signs = [
    mailSystem.test(from) || from.includes('<>'),
    failureSubject.test(findField(header, 'subject') ?? ''),
    failureText.test(notice),
  ]
  return signs.filter(Boolean).length >= 2
}
