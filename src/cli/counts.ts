import { deliveryStatuses, type DeliveryCounts } from '../delivery/delivery.ts'

/** Every status that somebody is in, with its number: `7 recipients = 5 accepted + 2 deferred`. */
export function formatCounts(counts: DeliveryCounts): string {
  const total = deliveryStatuses.reduce((sum, status) => sum + counts[status], 0)
  const parts = deliveryStatuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`)
  return `${formatCount(total, 'recipient')} = ${parts.join(' + ') || 'none'}`
}

/** A number and what it counts: `1 reader`, `2 readers`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Seconds as a person says them, never too few: `90 s`, `3 min`, `2 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`
}
