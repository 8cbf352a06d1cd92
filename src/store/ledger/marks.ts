/*
 * Marks → the rows of the ledger. Every statement names the statuses it may move, taken from the table of legal moves, and
 * the claim it belongs to, so that a mark of somebody who has lost a row changes nothing.
 */
import { CompiledQuery, type Kysely } from 'kysely'
import type { SQLInputValue } from 'node:sqlite'
import { listSources, targetOf, type DeliveryMark } from '../../delivery/delivery.ts'
import { OneTransaction } from '../each-row.ts'
import type { Engine } from '../migrate.ts'
import type { Schema } from '../schema.ts'

type MarkEvent = DeliveryMark['event']

/** An order in which two marks of one row make sense: in doubt first, then what the policy makes of it. */
const markOrder: readonly MarkEvent[] = ['at_dot', 'accept', 'doubt', 'release', 'defer', 'fail']

/** Writes marks down in one transaction; says of each whether it counted. */
export function record(
  db: Kysely<Schema>,
  engine: Engine,
  { marks, nowMs }: { readonly marks: readonly DeliveryMark[]; readonly nowMs: number },
): Promise<boolean[]> {
  return engine === 'sqlite' ? recordEach(db, marks, nowMs) : recordUnnested(db, marks, nowMs)
}

/** SQLite: a prepared statement for each mark, in the order they came. */
async function recordEach(db: Kysely<Schema>, marks: readonly DeliveryMark[], nowMs: number): Promise<boolean[]> {
  const steps = marks.map((mark) => ({ text: eachTexts[mark.event], values: listValues(mark, nowMs) }))
  const query = CompiledQuery.raw('', [new OneTransaction(steps)])
  const { rows } = await db.executeQuery<{ changes: number }>(query)
  return rows.map(({ changes }) => changes === 1)
}

const eachTexts = Object.fromEntries(
  markOrder.map((event) => {
    const set = formatSet(event, { detail: '?', due: '?', deferrals: '?', now: '?' })
    return [event, `UPDATE deliveries SET ${set} WHERE id = ? AND attempts = ? AND ${formatSources(event)}`]
  }),
) as Readonly<Record<MarkEvent, string>>

function listValues({ id, attempt, event, detail, dueAtMs, deferrals }: DeliveryMark, nowMs: number): SQLInputValue[] {
  if (event === 'at_dot') return [id, attempt]
  return [detail ?? null, dueAtMs ?? null, deferrals ?? null, nowMs, id, attempt]
}

/** PostgreSQL: a statement for each event, which takes its marks as columns. */
async function recordUnnested(db: Kysely<Schema>, marks: readonly DeliveryMark[], nowMs: number): Promise<boolean[]> {
  const counted = Array.from(marks, () => false)
  await db.transaction().execute(async (trx) => {
    for (const event of markOrder) {
      const indexes = [...marks.keys()].filter((index) => marks[index]?.event === event)
      const group = indexes.map((index) => marks[index]).filter((mark) => mark !== undefined)
      const moved = group.length === 0 ? new Set() : await moveRows(trx, { event, marks: group, nowMs })
      for (const [place, index] of indexes.entries()) counted[index] = moved.has(group[place]?.id)
    }
  })
  return counted
}

/** The ids of the rows that moved. */
async function moveRows(
  trx: Kysely<Schema>,
  {
    event,
    marks,
    nowMs,
  }: { readonly event: MarkEvent; readonly marks: readonly DeliveryMark[]; readonly nowMs: number },
): Promise<ReadonlySet<unknown>> {
  const set = formatSet(event, { detail: 'v.detail', due: 'v.due', deferrals: 'v.deferrals', now: '$6' })
  const text = `UPDATE deliveries SET ${set}
    FROM unnest($1::int[], $2::int[], $3::text[], $4::bigint[], $5::int[]) AS v (id, attempt, detail, due, deferrals)
    WHERE deliveries.id = v.id AND attempts = v.attempt AND ${formatSources(event)} AND $6::bigint IS NOT NULL
    RETURNING deliveries.id`
  const columns = [
    marks.map(({ id }) => id),
    marks.map(({ attempt }) => attempt),
    marks.map(({ detail }) => detail?.replaceAll('\0', '') ?? null),
    marks.map(({ dueAtMs }) => dueAtMs ?? null),
    marks.map(({ deferrals }) => deferrals ?? null),
    nowMs,
  ]
  const { rows } = await trx.executeQuery<{ id: number }>(CompiledQuery.raw(text, columns))
  return new Set(rows.map(({ id }) => id))
}

function formatSet(
  event: MarkEvent,
  values: { readonly detail: string; readonly due: string; readonly deferrals: string; readonly now: string },
): string {
  if (event === 'at_dot') return `status = 'at_dot'`
  const doubts = event === 'doubt' ? ', doubts = deliveries.doubts + 1' : ''
  return `status = '${targetOf(event)}', owner = NULL, detail = coalesce(${values.detail}, deliveries.detail), due_at_ms = ${values.due},
    deferrals = coalesce(${values.deferrals}, deliveries.deferrals), changed_at_ms = ${values.now}${doubts}`
}

/** The target is among them, so that a mark whose commit was in question can be written again. */
function formatSources(event: MarkEvent): string {
  const statuses = [...listSources(event), targetOf(event)]
  return `status IN (${statuses.map((status) => `'${status}'`).join(', ')})`
}
