/*
 * In: the cells of one record that speak of what the person wants. Out: one standing and why.
 * Where several cells speak of the standing, the strictest wins: complained, bounced, unsubscribed, unconfirmed, confirmed.
 * A word that nobody has met is taken for unconfirmed: whoever may not have asked for mail gets none.
 */
import type { Recogniser } from './recognise.ts'
import type { ColumnField, ColumnReading, ReadRow, Standing } from './subscriber-file.ts'
import { parseExportTime, parseStanding, parseYesNo } from './words.ts'

/** What is known of the whole file. */
export interface RowContext {
  readonly recogniser?: Recogniser | undefined
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
    const said = readSign(sign, text, context.recogniser)
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
function readSign(sign: Sign, text: string, recogniser: Recogniser | undefined): Said | undefined {
  const { field, guessed } = sign
  if (guessed && saysNothing(sign, text)) return undefined
  if (text === '') return field === 'confirmed' ? { standing: 'unconfirmed' } : undefined
  if (field === 'status') {
    const standing = recogniser?.words?.[text.toLowerCase().replace(/[\s_-]+/g, ' ')] ?? parseStanding(text)
    return standing === undefined ? { standing: 'unconfirmed', unknown: true } : { standing }
  }
  const answer = parseYesNo(text)
  const at = answer === undefined ? parseExportTime(text) : undefined
  if (field === 'confirmed' || field === 'subscribed') {
    if (answer === false) return { standing: field === 'confirmed' ? 'unconfirmed' : 'unsubscribed' }
    if (answer === true || at !== undefined) return { standing: 'confirmed', at }
    const standing = parseStanding(text)
    return standing === undefined ? { standing: 'unconfirmed', unknown: true } : { standing }
  }
  if (answer === false) return undefined
  return { standing: field === 'bounced' ? 'bounced' : field === 'complained' ? 'complained' : 'unsubscribed', at }
}

/** In a column whose meaning is a guess: a number, an address of a page, and for a status any word that is not known. */
function saysNothing({ field }: Sign, text: string): boolean {
  if (text === '') return true
  if (field === 'status') return parseStanding(text) === undefined || parseYesNo(text) !== undefined
  return text.includes('://') || (/^-?\d+(?:[.,]\d+)?%?$/.test(text) && parseYesNo(text) === undefined)
}

/** A cell as it is quoted in a reason. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
