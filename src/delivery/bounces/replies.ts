import { findField, type Field } from '../../mail/field-list.ts'
import { parseMailbox, type AddrSpec } from '../../mail/address.ts'
import type { IncomingMessage } from '../../mail/incoming-message.ts'
import type { Bounce, BounceKind } from './bounce.ts'
import { findAddresses } from './report/find-recipients.ts'

// How mail programs begin the subject of an answer that nobody wrote, by language.
const automaticSubject = new RegExp(
  [
    String.raw`out of (?:the )?office`,
    `^\\W*(?:re: ?)?(?:${[
      String.raw`auto(?:mat(?:ic|ed|isch\w*|isk|ica|ique|ikus|ická|yczna|aattinen)?)?[- ]?(?:reply|response|responder|generated|antwort|antwoord|svar|v[áa]lasz|vastaus|odpověď|odpowiedź)`,
      String.raw`auto:|away from|on (?:vacation|holiday|leave)|vacation|abwesen|afwezig|frånvaro|fravær|poissa|poza biurem|mimo kancelář`,
      String.raw`réponse automatique|absence|respuesta automática|resposta automática|fuera de (?:la )?oficina|fora do escritório|risposta automatica|fuori (?:sede|ufficio)`,
      'автоответ|автоматический ответ|отсутств|otomatik yanıt|自動(?:応答|返信|回覆|回复)|不在|自动(?:回复|答复)|자동 ?(?:회신|응답)|부재중',
    ].join('|')})`,
  ].join('|'),
  'iu',
)

/** An automatic answer of a reader's mailbox as a Bounce (RFC 3834 §2): nothing follows from it. */
export function classifyAutoReply({ header }: IncomingMessage): Bounce | undefined {
  return isAutomatic(header) ? replyFrom(header, 'auto_reply') : undefined
}

function isAutomatic(header: readonly Field[]): boolean {
  const value = (name: string): string => findField(header, name)?.toLowerCase() ?? ''
  return (
    /^auto-(?:replied|generated|notified)/.test(value('auto-submitted')) ||
    /auto[_-]?reply/.test(value('precedence')) ||
    ['x-autoreply', 'x-autoreply-from', 'x-autorespond', 'x-auto-response-from', 'x-vacation'].some(
      (name) => value(name) !== '' && value(name) !== 'no',
    ) ||
    /vacation/.test(value('x-apple-action')) ||
    value('return-path').startsWith('<>') ||
    automaticSubject.test(value('subject'))
  )
}

// What readers write who want to leave; alone on the subject or on the first line, so that a sentence that mentions
// it is left to a person.
const leave =
  /^\W*(?:re: ?)?(?:please )?(?:unsubscribe(?: me)?(?: please)?|(?:remove|take)(?: me)?(?: (?:from|off) (?:this|the|your) (?:mailing )?list)?|opt[- ]?out|stop|abmelden|abbestellen|austragen|d\u00e9sabonner|d\u00e9sinscription|darme de baja|cancelar suscripci\u00f3n|disiscrivimi|\u914d\u4fe1\u505c\u6b62|\u9000\u8ba2)(?: please)?\W*$/i
const ours = /^\W*(?:re: ?)?unsubscribe (\S{1,255}) (\S{1,400})\s*$/i

/** What a reader's mail asks to leave by: `unsubscribe LIST-ID WHO`, as our List-Unsubscribe makes it (RFC 2369 §3.2). */
export interface UnsubscribeRequest {
  readonly listId: string
  /** A token of purpose `unsubscribe`, or an address. */
  readonly who: string
  readonly from?: AddrSpec
}

/** The request of a mail whose subject our own links made; undefined for any other. */
export function findUnsubscribeRequest({ header }: IncomingMessage): UnsubscribeRequest | undefined {
  const match = ours.exec(findField(header, 'subject') ?? '')
  const from = parseMailbox(findField(header, 'from') ?? '')?.address
  return match ? { listId: match[1] ?? '', who: match[2] ?? '', ...(from === undefined ? {} : { from }) } : undefined
}

/** A reader's wish to leave as a Bounce; undefined when the message is none. */
export function classifyUnsubscribe(message: IncomingMessage): Bounce | undefined {
  const { header, text } = message
  const subject = findField(header, 'subject') ?? ''
  const firstLine = text.trimStart().split('\n', 1)[0] ?? ''
  const wished = findUnsubscribeRequest(message) !== undefined || leave.test(subject) || leave.test(firstLine)
  return wished ? replyFrom(header, 'unsubscribe') : undefined
}

function replyFrom(header: readonly Field[], kind: BounceKind & ('auto_reply' | 'unsubscribe')): Bounce {
  const from = findField(header, 'from') ?? ''
  const address = parseMailbox(from)?.address ?? findAddresses(from)[0]
  return { kind, recipients: address === undefined ? [] : [{ address, kind, reason: kind }] }
}
