/** What a simulation came to: the books of the server held against the ledger. */
import type { SimulationOptions } from './invent.ts'
import { deliveryStatuses } from '../../delivery/delivery.ts'
import { eachDelivery, type LedgerStore } from '../../delivery/ledger.ts'
import type { Bookkeeper } from '../../rehearsal/bookkeeper.ts'
import type { Crash } from '../../rehearsal/crash-plan.ts'
import { sumCrashes, type SimulationResult } from '../../rehearsal/simulation.ts'

/** All that is known at the end. */
export interface Ends {
  readonly options: SimulationOptions
  readonly ledger: LedgerStore
  readonly campaignId: number
  readonly books: Bookkeeper
  readonly killed: readonly Crash[]
  readonly seconds: number
}

/** Sums up; proven is: nobody lost, no copy too many, and a ledger that adds up. */
export async function sumUp({ options, ledger, campaignId, books, killed, seconds }: Ends): Promise<SimulationResult> {
  const counts = await ledger.count(campaignId)
  const rows = sumCrashes(killed, books.duplicatesOfRun)
  const received = [...books.copies.values()].reduce((sum, copies) => sum + copies, 0)
  const duplicates = received - books.copies.size
  const lost = await listLost({ ledger, campaignId, books })
  const times = books.firstMessageMs.toSorted((a, b) => a - b)
  const total = deliveryStatuses.reduce((sum, status) => sum + counts[status], 0)
  const isWithin = rows.every(({ moment, worst }) => worst <= (moment === 'first' ? 0 : options.connections))
  return {
    subscriberCount: options.subscriberCount,
    connections: options.connections,
    inDoubt: options.inDoubt,
    kills: killed.length,
    rows,
    received,
    duplicates,
    lost,
    strangers: books.strangers,
    counts,
    firstMessageMs: { median: times[Math.floor(times.length / 2)] ?? 0, worst: times.at(-1) ?? 0 },
    seconds,
    isProven:
      lost.length === 0 &&
      books.strangers === 0 &&
      total === options.subscriberCount &&
      isWithin &&
      (options.inDoubt === 'resend' || duplicates === 0),
  }
}

/** Readers without a message; one in doubt is not lost, because the report names them. */
async function listLost({
  ledger,
  campaignId,
  books,
}: Pick<Ends, 'ledger' | 'campaignId' | 'books'>): Promise<string[]> {
  const lost: string[] = []
  for await (const { address = '', status } of eachDelivery(ledger, campaignId)) {
    if (!books.copies.has(address) && status !== 'in_doubt') lost.push(address)
  }
  return lost
}
