/*
 * In: the cells of one record that speak of what the person wants. Out: one standing and why.
 * Where several cells speak of the standing, the strictest wins: complained, bounced, unsubscribed, unconfirmed, confirmed.
 * A word that nobody has met is taken for unconfirmed: whoever may not have asked for mail gets none.
 */
import type { Recognizer } from '../columns/recognizers.ts'
import type { ColumnField, ColumnReading, Standing } from '../columns/column.ts'
import type { ReadRow } from './subscriber-file.ts'
import { parseTags } from './tags.ts'
import { foldWord, parseAnswer, parseExportTime, parseStanding, parseYesNo } from '../columns/words.ts'

/** What is known of the whole file. */
export interface RowContext {
  readonly recognizer?: Recognizer | undefined
  /** What the file's name says of everybody in it. */
  readonly fileStanding?: Standing | undefined
}

const strictness: Readonly<Record<Standing, number>> = {
  confirmed: 0,
  unconfirmed: 1,
  unsubscribed: 2,
  bounced: 3,
  complained: 4,
}

const signFields = new Set<ColumnField>(['status', 'confirmed', 'subscribed', 'unsubscribed', 'bounced', 'complained'])

/** A column that speaks of the standing. */
export interface Sign {
  readonly column: string
  readonly field: ColumnField
  readonly index: number
  readonly guessed: boolean
}

/** The columns that speak of the standing. */
export function listSigns(columns: readonly ColumnReading[]): Sign[] {
  return columns.flatMap(({ column, field, guessed = false }, index) =>
    field !== null && signFields.has(field) ? [{ column, field, index, guessed }] : [],
  )
}

/** Sets outcome, reason and times of the row. */
export function readStanding(
  row: ReadRow,
  cells: readonly string[],
  signs: readonly Sign[],
  context: RowContext,
): void {
  let strictest: Standing = context.fileStanding ?? 'confirmed'
  let reason = context.fileStanding === undefined ? undefined : 'by the name of the file'
  for (const sign of signs) {
    const text = (cells[sign.index] ?? '').trim()
    const said = readSign(sign, text, context.recognizer)
    if (said === undefined) continue
    if (said.at !== undefined && said.standing !== 'confirmed') row.leftAt = said.at
    if (said.at !== undefined && said.standing === 'confirmed') row.consentAt = said.at
    if (strictness[said.standing] > strictness[strictest] || (reason === undefined && said.unknown)) {
      strictest = strictness[said.standing] > strictness[strictest] ? said.standing : strictest
      reason = said.unknown
        ? `${sign.column} is "${shorten(text)}", a word not known`
        : `${sign.column} is "${shorten(text)}"`
    }
  }
  row.outcome = strictest
  if (reason !== undefined && strictest !== 'confirmed') row.reason = reason
}

interface Said {
  readonly standing: Standing
  readonly at?: ReturnType<typeof parseExportTime>
  readonly unknown?: boolean
}

/** What one cell says of the standing; undefined when it says nothing. */
function readSign(sign: Sign, text: string, recognizer: Recognizer | undefined): Said | undefined {
  const { field } = sign
  if (sign.guessed && saysNothing(sign, text, recognizer)) return undefined
  if (text === '') return field === 'confirmed' ? { standing: 'unconfirmed' } : undefined
  if (field === 'status') return readWord(text, recognizer)
  const asksForMail = field === 'confirmed' || field === 'subscribed'
  const answer = asksForMail ? parseAnswer(text) : parseYesNo(text)
  const at = answer === undefined ? parseExportTime(text) : undefined
  if (asksForMail) {
    if (answer === false) return { standing: field === 'confirmed' ? 'unconfirmed' : 'unsubscribed' }
    return answer === true || at !== undefined ? { standing: 'confirmed', at } : readWord(text)
  }
  if (answer === false || isEmptyList(text)) return undefined
  return { standing: field === 'bounced' || field === 'complained' ? field : findReason(text), at }
}

function readWord(text: string, recognizer?: Recognizer): Said {
  const standing = findStanding(text, recognizer)
  return standing === undefined ? { standing: 'unconfirmed', unknown: true } : { standing }
}

function findStanding(text: string, recognizer: Recognizer | undefined): Standing | undefined {
  return recognizer?.words?.[foldWord(text)] ?? parseStanding(text)
}

/** JSON's way to write nothing. */
function isEmptyList(text: string): boolean {
  return /^(?:\[\s*\]|\{\s*\})$/.test(text)
}

/** Why nobody mails this address any more, where the cell tells: `HARD_BOUNCE`, `["HARD_BOUNCE"]`. */
function findReason(text: string): Standing {
  const reasons = (text.startsWith('[') ? parseTags(text) : [text]).map(parseStanding)
  return reasons.find((reason) => reason === 'bounced' || reason === 'complained') ?? 'unsubscribed'
}

/** In a column whose meaning is a guess: a number, an address of a page, and for a status any word that is not known. */
function saysNothing({ field }: Sign, text: string, recognizer: Recognizer | undefined): boolean {
  if (text === '') return true
  if (field === 'status') return findStanding(text, recognizer) === undefined || parseYesNo(text) !== undefined
  return text.includes('://') || (/^-?\d+(?:[.,]\d+)?%?$/.test(text) && parseYesNo(text) === undefined)
}

/** A cell as it is quoted in a reason. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
