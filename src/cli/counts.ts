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
