/*
 * What the person who imports says of columns, `Their column=ours`; it wins over every guess.
 */
import { AppError } from '../../errors.ts'
import { normalizeColumn, type ColumnField } from './column.ts'
import words from './words.data.json' with { type: 'json' }

/** Column of the file → our field, or null to leave it out. */
export type ColumnMap = Readonly<Record<string, ColumnField | null>>

/** Which columns of a file the person has mapped, by their index. @throws AppError `invalid` for one that is not there */
export function findMapped(name: string, header: readonly string[], map: ColumnMap): Map<number, ColumnField | null> {
  const found = new Map<number, ColumnField | null>()
  for (const [column, field] of Object.entries(map)) {
    const exact = header.findIndex((other) => other.trim() === column.trim())
    const index = exact >= 0 ? exact : header.findIndex((other) => normalizeColumn(other) === normalizeColumn(column))
    if (index < 0)
      throw new AppError(
        'invalid',
        `${name} has no column "${column}" to map; its columns are ${quoteColumns(header)}.`,
      )
    found.set(index, field)
  }
  return found
}

const fieldAliases: Readonly<Record<string, ColumnField>> = { email: 'address', mail: 'address', 'e mail': 'address' }

/**
 * Reads `Their column=ours` of the command line; ours is a field, or `-` for a column not to be read.
 *
 * @throws AppError `invalid` with the fields there are
 */
export function parseColumnMap(entries: readonly string[]): ColumnMap {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.lastIndexOf('=')
      const ours = normalizeColumn(entry.slice(at + 1))
      const field = fieldAliases[ours] ?? (ours.replaceAll(' ', '_') as ColumnField)
      const isNone = /^-?$/.test(entry.slice(at + 1).trim())
      if (at < 1 || (!isNone && !Object.hasOwn(words.columns, field))) {
        throw new AppError(
          'invalid',
          `"${entry}" maps no column: write Their column=field with one of ${Object.keys(words.columns).join(', ')}, or - to leave it out.`,
        )
      }
      return [entry.slice(0, at).trim(), isNone ? null : field]
    }),
  )
}

/** Columns as they are quoted in a message, the first dozen. */
export function quoteColumns(header: readonly string[]): string {
  const shown = header.slice(0, 12).map((column) => `"${column.trim().slice(0, 40)}"`)
  return shown.join(', ') + (header.length > shown.length ? ` and ${header.length - shown.length} more` : '')
}
