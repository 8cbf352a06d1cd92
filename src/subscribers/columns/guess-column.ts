/*
 * What a column means whose name nobody has met, by the words in the name or in its cells. Only signs that somebody must not
 * be mailed, or does not want it, are guessed: a name that is lost can be given later, a mail to somebody who left cannot be taken back.
 */
import type { ColumnField, Standing } from './column.ts'
import { foldWord, parseAnswer, parseStanding, parseYesNo } from './words.ts'

/** Words that turn a column into one about something else than the person, or than mail. */
const about = /\b(?:link|url|count|rate|score|number|campaign|id|soft|sms|mms|phone|mobile|whatsapp|push|fax)\b/

const signs: readonly (readonly [RegExp, ColumnField])[] = [
  [/\b(?:complain|abuse|spam)/, 'complained'],
  [/\b(?:bad|invalid|wrong) (?:e ?)?mail/, 'bounced'],
  [/\bbounc|\bundeliver|unzustellbar|\brebond|\brebot/, 'bounced'],
  [
    /\bunsub|\bopt(?:ed)? ?out|bl(?:ac|oc)k ?list|suppress|suspend|\bexclu|\brevoked\b|\bwithdr[ae]w|widerruf|deaktivier|\bopt in pending\b|do not (?:e? ?mail|contact|disturb|send)|\bdnc\b|desabonn|desinscri|desuscri|abgemeldet|abmelde|\bbaja\b|disiscri|uitgeschreven|afgemeld|descadastr|avregistrer|отпис|відпис|退订|退訂|退会|解除|配信停止|수신 ?거부|구독 ?(?:취소|해지)/,
    'unsubscribed',
  ],
]

const statusWord =
  /^(?:status|state|estado|statut|stato|situacao|zustand|stan|stav|durum|tila|allapot|статус|стан|状态|狀態|状態|ステータス|配信状況|登録状況|配信状態|상태|订阅状态|訂閱狀態)$/
const mailWords = new Set(
  'e mail email emails marketing subscription subscriptions subscriber newsletter list lists mailing global member contact permission consent stop opt in optin delivery sub gdpr dsgvo rgpd privacy abo abonnement de du del di da 구독 수신'.split(
    ' ',
  ),
)

/** The sign that a column name in the form of `normalizeColumn` speaks of; undefined when it speaks of none. */
export function guessSign(name: string): ColumnField | undefined {
  if (about.test(name)) return undefined
  const found = signs.find(([pattern]) => pattern.test(name))
  if (found) return found[1]
  const words = name.split(' ')
  const rest = words.filter((word) => !statusWord.test(word))
  return rest.length < words.length && rest.every((word) => mailWords.has(word)) ? 'status' : undefined
}

/** Words that are said of subscriptions only, in the form of `foldWord`. */
const ofSubscriptions =
  /subscri|\bunsub|abonn|inscri|iscri|suscri|schreven|gemeld|meldt|bounce|confirm|\bopt|cleaned|prenumer|подпис|отпис|订|購読|bestatigt/

/** Names that places have, too. */
const ofPlaces = /^(?:state|estado|stato|stan)$/
/** As the post writes them: CA, NSW. */
const placeCode = /^\s*\p{Lu}{2,3}\s*$/u

/** A column of states of a country tells nothing of readers; where people set marks, a cell without one is an answer. */
export function correctByCells(field: ColumnField | null, name: string, cells: readonly string[]): ColumnField | null {
  const words = cells.filter((cell) => cell.trim() !== '')
  if (words.length === 0) return field
  if (field === 'status' && ofPlaces.test(name) && words.every((word) => placeCode.test(word))) return null
  const areMarks = words.length < cells.length && words.every((word) => parseYesNo(word) === true)
  return field === 'subscribed' && areMarks ? 'confirmed' : field
}

const mayNotBeMailed: ReadonlySet<Standing> = new Set(['unsubscribed', 'bounced', 'complained'])

/** Whether the cells of a column whose name says nothing are words for what people want, or one plainly says that somebody left. */
export function holdStandings(name: string, cells: readonly string[]): boolean {
  if (about.test(name)) return false
  const words = cells.filter((cell) => cell.trim() !== '')
  const ofReaders = words.filter((word) => ofSubscriptions.test(foldWord(word)))
  return (
    ofReaders.map(parseStanding).some((standing) => standing !== undefined && mayNotBeMailed.has(standing)) ||
    (ofReaders.length > 0 && words.every((word) => parseStanding(word) !== undefined && parseYesNo(word) === undefined))
  )
}

/** Words of a question whether somebody wants mail, in the form of `normalizeColumn`. */
const ofWish =
  /newsletter|mailing|\b(?:send|write to|contact) you\b|\be? ?mails?\b|\bupdates?\b|rundbrief|infobrief|boleti[nm]|bulletin|infolettre|nieuwsbrief|nyhe[td]sbrev|рассылк|メール|邮件|뉴스레터|courriel|correo|\bconsent|\bagree|\bopt(?:ed)? ?in\b|einwillig|zustimm|einverst|\bgdpr\b|\bdsgvo\b|\brgpd\b|\b(?:deseja|quer|desea|quiere|souhaitez|voulez|mochten|vuoi|desidera|wil[ lt]|chcesz)\b.*\b(?:receber|recibir|recevoir|erhalten|ricevere|ontvangen|otrzymywac)\b/
const ofPast = /\b(?:sent|open|click|repl|deliver|valid|verif|read\b|html|format|mode\b|work)/

const negation = /\b(?:not|no|dont|don t|never|stop|kein\w*|nicht|ne|pas)\b/

/** What a column asks for whose cells are yes and no: "Would you like to receive the newsletter?", "I want no mail". */
export function guessQuestion(name: string, cells: readonly string[]): ColumnField | undefined {
  if (!ofWish.test(name) || ofPast.test(name) || about.test(name)) return undefined
  const answers = cells.filter((cell) => cell.trim() !== '').map(parseAnswer)
  if (answers.length === 0 || answers.includes(undefined)) return undefined
  return negation.test(name) ? 'unsubscribed' : 'confirmed'
}

/** Whether the cells of a column without a name are names of people. */
export function holdNames(cells: readonly string[]): boolean {
  const words = cells.filter((cell) => cell.trim() !== '')
  return (
    words.length > 0 &&
    words.every((word) => word.length < 80 && /^[\p{Lu}\p{Lo}][\p{L}\p{M} .,'’"()-]*$/u.test(word.trim()))
  )
}
