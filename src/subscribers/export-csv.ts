/*
 * Readers and suppressions as CSV (RFC 4180): importable again here, and harmless in a spreadsheet.
 */
import type { Reader } from './audience.ts'
import type { Suppression } from './suppression.ts'

/** Columns of exported readers. */
export const readerColumns = [
  'address',
  'name',
  'status',
  'consent_at',
  'consent_method',
  'consent_source',
  'consent_ip',
  'tags',
  'topics',
  'left_at',
] as const

/** Columns of exported suppressions. */
export const suppressionColumns = ['address', 'reason', 'since', 'list', 'source'] as const

/**
 * One line, every cell quoted. A cell that a spreadsheet would take for a formula gets an apostrophe before it, which the
 * import takes away again; `raw` leaves it.
 */
export function formatCsvLine(cells: readonly string[], raw = false): string {
  return `${cells.map((cell) => `"${(raw ? cell : guardFormula(cell)).replaceAll('"', '""')}"`).join(',')}\r\n`
}

const formulaStart = /^[\s\p{Cf}]*[=+\-@＝＋－＠\t\r]/u

function guardFormula(cell: string): string {
  return formulaStart.test(cell) ? `'${cell}` : cell
}

/** A cell as it was before it was guarded. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell.slice(1)) ? cell.slice(1) : cell
}

/** The cells of a reader. */
export function formatReader({ subscriber, subscription }: Reader): string[] {
  const { mailbox } = subscriber
  const { consent, status, tags, profile, changedAt } = subscription
  return [
    mailbox.address,
    mailbox.displayName ?? '',
    status,
    consent.at ?? '',
    consent.method,
    consent.source ?? '',
    consent.ip ?? '',
    formatTags(tags),
    formatTags(Object.keys(profile.topics).filter((topic) => (profile.topics[topic] ?? 0) > 0)),
    status === 'unsubscribed' ? changedAt : '',
  ]
}

/** The cells of a suppression. */
export function formatSuppression({ key, reason, since, list, source }: Suppression): string[] {
  return [key, reason, since, list ?? '', source ?? '']
}

function formatTags(tags: readonly string[]): string {
  return tags.some((tag) => /[,;|"[]/.test(tag)) ? JSON.stringify(tags) : tags.join(', ')
}
