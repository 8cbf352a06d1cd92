/**
 * Tables in JSON as objects: names of columns beside rows of values (`{ "columns": […], "rows": [[…]] }`, as databases
 * and pandas write them), a first row of names, or a list of values under each name.
 */
import { isJsonObject, type JsonObject } from './read-json.ts'
import { findColumns } from '../formats/columns.ts'

/** An object with more members is no table, and neither are so many names. */
const mostColumns = 200

/** The rows of a value that is a table of papers, each as an object; undefined where it is none. */
export function readTable(value: unknown): JsonObject[] | undefined {
  if (Array.isArray(value)) return readHeadedRows(value)
  if (!isJsonObject(value) || Object.keys(value).length > mostColumns) return undefined
  return readNamedRows(value) ?? readColumns(value)
}

/** `[["title", "abstract"], ["A Paper", "We show."]]` */
function readHeadedRows([head, ...rows]: readonly unknown[]): JsonObject[] | undefined {
  return nameRows(readNames(head), rows)
}

/** A list of names and, under another name, rows of as many values. */
function readNamedRows(object: JsonObject): JsonObject[] | undefined {
  const lists = Object.values(object).filter((member) => Array.isArray(member))
  const names = lists.map((list) => readNames(list)).find((list) => list !== undefined)
  const tables = names === undefined ? [] : lists.map((list) => nameRows(names, list))
  return tables.find((table) => table !== undefined)
}

/** Names of columns, each a text or an object with its name, of which one is a title. */
function readNames(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length < 2 || value.length > mostColumns) return undefined
  const names = value.map((column: unknown) => (isJsonObject(column) ? (column['name'] ?? column['label']) : column))
  const texts = names.filter((name) => typeof name === 'string')
  return texts.length === names.length && findColumns(texts) !== undefined ? texts : undefined
}

function nameRows(names: readonly string[] | undefined, rows: readonly unknown[]): JsonObject[] | undefined {
  const isRow = (row: unknown) => Array.isArray(row) && row.length > 1 && row.length <= (names?.length ?? 0)
  if (names === undefined || rows.length === 0 || !rows.every((row) => isRow(row))) return undefined
  return rows.map((row) => buildRow(names, row as unknown[]))
}

/** `{ "title": ["A", "B"], "votes": [3, 4] }`, or with the number of its row before each value. */
function readColumns(object: JsonObject): JsonObject[] | undefined {
  const names = Object.keys(object)
  if (names.length < 2 || findColumns(names) === undefined) return undefined
  const keys = listKeys(Object.values(object)[0])
  const areColumns = Object.values(object).every((column) => hasKeys(column, keys))
  if (keys.length === 0 || !areColumns) return undefined
  const columns = Object.values(object) as JsonObject[]
  return keys.map((key) =>
    buildRow(
      names,
      columns.map((column) => column[key]),
    ),
  )
}

/** A paper may have a list under each name too, but of different lengths, or of one. */
function listKeys(column: unknown): string[] {
  if (typeof column !== 'object' || column === null) return []
  const keys = Object.keys(column)
  return Array.isArray(column) && keys.length < 2 ? [] : keys
}

function hasKeys(column: unknown, keys: readonly string[]): boolean {
  const own = listKeys(column)
  return own.length === keys.length && own.every((key, index) => key === keys[index])
}

function buildRow(names: readonly string[], values: readonly unknown[]): JsonObject {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]))
}
