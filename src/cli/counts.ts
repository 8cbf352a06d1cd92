import { deliveryStatuses, type DeliveryCounts } from '../delivery/delivery.ts'

/** Every status that somebody is in, with its number: `7 recipients = 5 accepted + 2 deferred`. */
export function formatCounts(counts: DeliveryCounts): string {
  const total = deliveryStatuses.reduce((sum, status) => sum + counts[status], 0)
  const parts = deliveryStatuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`)
  return `${total} recipients = ${parts.join(' + ') || 'none'}`
}
