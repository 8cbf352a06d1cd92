/*
 * In: one value of JSON that describes a person. Out: cells under the names of its members. What services keep in boxes
 * within the person is lifted out: names, which are harmless, and whatever says that somebody left.
 */
import { normalizeColumn } from '../columns/column.ts'
import type { RawRecord } from './raw-table.ts'
import words from '../columns/words.data.json' with { type: 'json' }

type Members = Readonly<Record<string, unknown>>

const boxes = ['merge_fields', 'fields', 'custom_fields', 'attributes', 'attribs', 'profile']
const nameColumns = new Set([...words.columns.first_name, ...words.columns.last_name, ...words.columns.name])

/** A person with what stands in boxes beside the address; anything else as it is. */
export function liftFields(value: unknown): unknown {
  if (!isObject(value)) return value
  const left = hasLeft(value)
  const found = [...listNames(value), ...(left === undefined ? [] : [['unsubscribed', left] as const])]
  const lifted = found.filter(([name]) => !Object.hasOwn(value, name))
  return lifted.length === 0 ? value : { ...value, ...Object.fromEntries(lifted) }
}

function listNames(person: Members): [string, unknown][] {
  return boxes
    .map((box) => person[box])
    .flatMap((box) => (isObject(box) ? Object.entries(box) : []))
    .filter(([key, inner]) => typeof inner === 'string' && nameColumns.has(normalizeColumn(key)))
}

/**
 * Ghost lists the newsletters that a member gets; listmonk, how a subscriber stands to each list. Said of everybody where it
 * can be said, so that the column is met among the first records.
 */
function hasLeft({ newsletters, lists }: Members): boolean | undefined {
  if (Array.isArray(newsletters)) return newsletters.length === 0
  const standings = Array.isArray(lists) ? lists.map((list) => isObject(list) && list['subscription_status']) : []
  if (!standings.some((standing) => typeof standing === 'string')) return undefined
  return standings.every((standing) => standing === 'unsubscribed')
}

/** The names of all members, in the order in which they are met; a bare text is an address. */
export function listColumns(values: readonly unknown[]): string[] {
  const columns = new Set<string>()
  for (const value of values) {
    if (isObject(value)) for (const key of Object.keys(value)) columns.add(key)
    else columns.add('address')
  }
  return [...columns]
}

/** The record of a value under these columns; a list is a record already. */
export function buildRecord(line: number, value: unknown, header: readonly string[]): RawRecord {
  if (Array.isArray(value)) return { line, cells: value.map(flatten) }
  const members: Members = isObject(value) ? value : { address: value }
  return { line, cells: header.map((column) => (Object.hasOwn(members, column) ? flatten(members[column]) : '')) }
}

/** A value as the cell of a table: lists become a list of words, objects the name or the yes or no in them. */
export function flatten(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return JSON.stringify(value.map(flatten))
  if (!isObject(value)) return JSON.stringify(value) ?? ''
  const named = ['name', 'title', 'slug', 'label', 'email', 'address'].map((key) => value[key])
  const found = named.find((inner) => typeof inner === 'string') ?? findAnswer(value)
  return found === undefined ? JSON.stringify(value) : String(found)
}

/** `{ "suppressed": false, "info": null }` is a yes or no with a remark. */
function findAnswer(value: Members): boolean | undefined {
  const answers = Object.values(value).filter((inner) => typeof inner === 'boolean')
  return answers.length === 1 ? answers[0] : undefined
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
