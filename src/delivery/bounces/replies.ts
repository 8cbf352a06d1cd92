import { findField, type Field } from '../../mail/field-list.ts'
import { parseMailbox, type AddrSpec } from '../../mail/address.ts'
import type { IncomingMessage } from '../../mail/incoming-message.ts'
import type { Bounce, BounceKind } from './bounce.ts'
import { findAddresses } from './report/find-recipients.ts'
import words from './leave-words.data.json' with { type: 'json' }

// How mail programs begin the subject of an answer that nobody wrote, by language.
const automaticSubject = new RegExp(
  [
    String.raw`out of (?:the )?office`,
    `^\\W*(?:re: ?)?(?:${[
      String.raw`auto(?:mat(?:ic|ed|isch\w*|isk|ica|ique|ikus|ická|yczna|ski|inis)?|maattinen|maat|mātiska)?[- ]?(?:reply|response|responder|generated|antwort|antwoord|svar|v[áa]lasz|vastaus|odpove[ďdě]|odpověď|odpowiedź|odgovor|atsakymas|atbilde|vastus)`,
      String.raw`auto:|away from|on (?:vacation|holiday|leave)|vacation|abwesen|afwezig|frånvaro|fravær|poissa|poza biurem|mimo kancelář`,
      String.raw`réponse automatique|absence|respuesta automática|resposta automática|fuera de (?:la )?oficina|fora do escritório|risposta automatica|fuori (?:sede|ufficio)`,
      'автоответ|автоматичн?\\S* (?:ответ|відповідь|отговор|одговор)|автоматический ответ|відсутн|отсутств|otomatik yanıt|răspuns automat|samodejni odgovor|automatski odgovor|trả lời tự động|balasan otomatis|αυτόματη απάντηση|מענה אוטומטי|תשובה אוטומטית|رد تلقائي|الرد التلقائي|پاسخ خودکار|ตอบกลับอัตโนมัติ|自動(?:応答|返信|回覆|回复)|不在|自动(?:回复|答复)|자동 ?(?:회신|응답)|부재중',
    ].join('|')})`,
  ].join('|'),
  'iu',
)

/** An automatic answer of a reader's mailbox as a Bounce (RFC 3834 §2): nothing follows from it. */
export function classifyAutoReply({ header }: IncomingMessage): Bounce | undefined {
  return isAutomatic(header) ? replyFrom(header, 'auto_reply') : undefined
}

function isAutomatic(header: readonly Field[]): boolean {
  const value = valueOf(header)
  return (
    /^auto-(?:replied|generated|notified)/.test(value('auto-submitted')) ||
    isPresent(value('x-auto-response-suppress')) ||
    value('return-path').startsWith('<>') ||
    isAbsence(header)
  )
}

const absenceFields = ['x-autoreply', 'x-autoreply-from', 'x-autorespond', 'x-auto-response-from', 'x-vacation']

/** Whether a reader's own autoresponder wrote it, of which mail systems that report on a delivery carry no mark. */
export function isAbsence(header: readonly Field[]): boolean {
  const value = valueOf(header)
  return (
    /auto-replied \(vacation|auto[_-]?reply/.test(`${value('auto-submitted')} ${value('precedence')}`) ||
    absenceFields.some((name) => isPresent(value(name))) ||
    /vacation/.test(value('x-apple-action')) ||
    automaticSubject.test(value('subject'))
  )
}

function valueOf(header: readonly Field[]): (name: string) => string {
  return (name) => findField(header, name)?.toLowerCase() ?? ''
}

function isPresent(value: string): boolean {
  return value !== '' && value !== 'no' && value !== 'none'
}

// Alone on the subject or on the first line; what mail programs put before a subject is no word of the reader.
const leave = new RegExp(
  String.raw`^\W*(?:\p{L}{1,4}: ?)?(?:(?:${words.polite})[\s,.!]*)*(?:${words.wishes.map((wish) => wish.words).join('|')})(?:[\s,.!:-]*(?:${words.polite}))*[^\p{L}\p{N}]*$`,
  'iu',
)
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
  const firstLine = text.trimStart().slice(0, 200).split('\n', 1)[0] ?? ''
  const wished =
    findUnsubscribeRequest(message) !== undefined || leave.test(subject.slice(0, 200)) || leave.test(firstLine)
  return wished ? replyFrom(header, 'unsubscribe') : undefined
}

function replyFrom(header: readonly Field[], kind: BounceKind & ('auto_reply' | 'unsubscribe')): Bounce {
  const from = findField(header, 'from') ?? ''
  const address = parseMailbox(from)?.address ?? findAddresses(from)[0]
  return { kind, recipients: address === undefined ? [] : [{ address, kind, reason: kind }] }
}
