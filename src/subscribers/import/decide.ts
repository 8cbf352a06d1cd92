/*
 * The rules of an import, in order:
 *  1. a record that cannot be read is rejected, and a second record of an address adds nothing;
 *  2. whoever is suppressed stays so, whatever the file says;
 *  3. whoever left, bounced or complained elsewhere is suppressed here, unless the person came here themselves later;
 *  4. what a person chose here is never overwritten: no status, no name, no preference;
 *  5. whoever is new is added, confirmed or unconfirmed as the file says.
 */
import type { Instant } from '../../clock.ts'
import type { SuppressionReason } from '../suppression.ts'
import type { KnownReader, ReaderChange } from './import.ts'
import type { ReadRow } from './subscriber-file.ts'

/** What to do about a record of somebody known; `subscribe` puts them on this list too. */
export type Decision =
  | { readonly kind: 'unchanged'; readonly reason?: string }
  | { readonly kind: 'subscribe' }
  | { readonly kind: 'change'; readonly change: ReaderChange; readonly reason?: string }
  | { readonly kind: 'left'; readonly reason: string }

/** Why somebody of this standing must not be mailed; undefined for those who may be or may come to be. */
export function suppressionReasonOf(outcome: ReadRow['outcome']): SuppressionReason | undefined {
  if (outcome === 'unsubscribed') return 'unsubscribe'
  if (outcome === 'bounced') return 'hard_bounce'
  return outcome === 'complained' ? 'complaint' : undefined
}

/** Decides about somebody who wants mail, or may come to, and whom the store knows (rules 4 and 5). */
export function decideKnown(row: ReadRow, known: KnownReader, importId: number): Decision {
  const { subscription } = known
  if (!subscription) return { kind: 'subscribe' }
  if (subscription.importId === importId && subscription.actedAt === undefined)
    return { kind: 'unchanged', reason: 'is in the file more than once' }
  if (subscription.status === 'unsubscribed')
    return { kind: 'left', reason: `left on ${dayOf(subscription.changedAt)}` }
  const status = mayConfirm(row, subscription) ? 'confirmed' : subscription.status
  const tags = mergeTags(subscription.tags, row.tags ?? [])
  const name = known.name === undefined && row.name !== undefined ? row.name : undefined
  if (status === subscription.status && tags === undefined && name === undefined) return { kind: 'unchanged' }
  const change = {
    subscriberId: known.subscriberId,
    status,
    ...(tags ? { tags } : {}),
    ...(name === undefined ? {} : { name }),
  }
  return { kind: 'change', change }
}

/** Whether the departure that a file tells of stands against what the person did here (rules 3 and 4). */
export function isOvertaken(row: ReadRow, known: KnownReader | undefined): boolean {
  const actedAt = known?.subscription?.actedAt
  if (row.outcome !== 'unsubscribed' || actedAt === undefined || known?.subscription?.status !== 'confirmed')
    return false
  return row.leftAt === undefined || row.leftAt <= actedAt
}

/** Somebody who was asked by our own form confirms by themselves; an import's word counts for imported people only. */
function mayConfirm(row: ReadRow, { status, method, actedAt }: NonNullable<KnownReader['subscription']>): boolean {
  return status === 'unconfirmed' && row.outcome === 'confirmed' && method === 'import' && actedAt === undefined
}

/** The tags with the new ones behind; undefined when there is nothing new. */
function mergeTags(there: readonly string[], more: readonly string[]): readonly string[] | undefined {
  const fresh = more.filter((tag) => !there.includes(tag))
  return fresh.length === 0 ? undefined : [...there, ...fresh]
}

function dayOf(instant: Instant): string {
  return instant.slice(0, 10)
}
