import { AppError } from '../../errors.ts'
import { parseAddress, parseMailbox } from '../../mail/address.ts'
import { normalizeColumn, type ColumnField, type ColumnReading } from './column.ts'
import { findMapped, quoteColumns, type ColumnMap } from './column-map.ts'
import { correctByCells, guessQuestion, guessSign, holdNames, holdStandings } from './guess-column.ts'
import { parseStanding } from './words.ts'
import words from './words.data.json' with { type: 'json' }
import type { Recognizer } from './recognizers.ts'

/** Names of columns in the form of `normalizeColumn`, without accents, best first. */
const names: Readonly<Record<ColumnField, readonly string[]>> = words.columns

const byName = new Map(
  Object.entries(names).flatMap(([field, list]) =>
    list.map((name, rank) => [name, { field: field as ColumnField, rank }]),
  ),
)

interface Guess {
  readonly column: string
  field: ColumnField | null
  readonly rank: number
  guessed?: boolean
}

/**
 * Gives each column its meaning. Order: the map of the person; the recognizer of the source; the name of the column;
 * and for the address alone, the content of the cells. Each field has one column, the best named one.
 *
 * @param sample some records below the header, to see which column really holds addresses
 */
export function readColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  context: { name: string; isHeaderless?: boolean; recognizer?: Recognizer; map?: ColumnMap },
): ColumnReading[] {
  const mapped = findMapped(context.name, header, context.map ?? {})
  const guesses = header.map((column, index) => guessColumn(column.trim(), mapped.get(index), context.recognizer))
  keepBestOfEach(guesses)
  if (!guesses.some(({ field, rank }) => field === 'address' && rank < 0)) correctAddress(guesses, sample)
  if (!guesses.some(({ field }) => field === 'address')) throw withoutAddress(context.name, header)
  guessByCells(guesses, sample, context.isHeaderless === true)
  return guesses.map(({ column, field, guessed }) =>
    guessed === true ? { column, field, guessed } : { column, field },
  )
}

function guessColumn(column: string, mapped: ColumnField | null | undefined, recognizer?: Recognizer): Guess {
  const name = normalizeColumn(column)
  if (mapped !== undefined) return { column, field: mapped, rank: -2 }
  const own = recognizer?.fields[name]
  if (own !== undefined) return { column, field: own, rank: -1 }
  const known = byName.get(name)
  if (known !== undefined) return { column, field: known.field, rank: known.rank }
  const sign = guessSign(name)
  return sign === undefined ? { column, field: null, rank: 1000 } : { column, field: sign, rank: 900, guessed: true }
}

/** Whether a cell is the name of a column, or a state that readers are in. */
export function isKnownWord(cell: string): boolean {
  const name = normalizeColumn(cell)
  return byName.has(name) || guessSign(name) !== undefined || parseStanding(cell) !== undefined
}

/** Two columns for one field: the better name wins, then the first; the other is not read, but where it may say who left. */
function keepBestOfEach(guesses: Guess[]): void {
  const best = new Map<ColumnField, Guess>()
  for (const guess of guesses) {
    if (guess.field === null) continue
    const rival = best.get(guess.field)
    if (!rival || guess.rank < rival.rank) best.set(guess.field, guess)
  }
  for (const guess of guesses) {
    // Any of several columns may say that somebody left.
    if (guess.guessed === true || guess.field === 'unsubscribed' || guess.field === 'bounced') continue
    if (guess.field === 'complained' || guess.field === null || best.get(guess.field) === guess) continue
    if (guess.field !== 'status') guess.field = null
    // A second status column may be about something else (a state of the USA): there, only words that are known count.
    else if (guess.rank >= 0) guess.guessed = true
  }
}

/** A column named for addresses that holds none (a postal address, a flag) gives way to the one that does. */
function correctAddress(guesses: Guess[], sample: readonly (readonly string[])[]): void {
  const counts = guesses.map((_, index) => sample.filter((cells) => isAddressCell(cells[index] ?? '')).length)
  const named = guesses.findIndex(({ field }) => field === 'address')
  const fullest = counts.indexOf(Math.max(0, ...counts))
  if ((counts[named] ?? 0) > 0 || (counts[fullest] ?? 0) === 0) return
  const found = guesses[fullest]
  if (named >= 0 && guesses[named]) guesses[named].field = null
  if (found) found.field = 'address'
}

/** A column that nobody has named, or by no word we know, may still hold what people want; without a header, names too. */
function guessByCells(guesses: Guess[], sample: readonly (readonly string[])[], isHeaderless: boolean): void {
  const cellsOf = (index: number) => sample.map((cells) => cells[index] ?? '')
  for (const [index, guess] of guesses.entries()) {
    if (guess.rank >= 0) guess.field = correctByCells(guess.field, normalizeColumn(guess.column), cellsOf(index))
    const isKnown = guess.field !== null || guess.rank < 0
    if (isKnown) continue
    const [name, cells] = [normalizeColumn(guess.column), cellsOf(index)]
    const field = holdStandings(name, cells) ? 'status' : guessQuestion(name, cells)
    if (field === undefined) continue
    guess.field = field
    guess.guessed = true
  }
  if (!isHeaderless) return
  const name = guesses.find(({ field }, index) => field === null && holdNames(cellsOf(index)))
  if (name) name.field = 'name'
}

/** Whether a cell holds an address or a mailbox, for finding the column of addresses. */
export function isAddressCell(cell: string): boolean {
  if (!cell.includes('@')) return false
  return (parseAddress(cell) ?? parseMailbox(cell) ?? parseAddress(cell.split(' ::: ')[0] ?? '')) !== undefined
}

function withoutAddress(name: string, header: readonly string[]): AppError {
  return new AppError(
    'invalid',
    `${name} has no column of addresses: its columns are ${quoteColumns(header)}. Name it with --map 'Their column=address'.`,
  )
}

/** Whether a cell reads like the name of a column of addresses. */
export function isAddressColumn(cell: string): boolean {
  return cell.length < 60 && byName.get(normalizeColumn(cell))?.field === 'address'
}
