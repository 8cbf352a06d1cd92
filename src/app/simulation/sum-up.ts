/** What a simulation came to: the tally of the server held against the ledger. */
import type { SimulationOptions } from './invent.ts'
import { deliveryStatuses } from '../../delivery/delivery.ts'
import { eachDelivery, type LedgerStore } from '../../delivery/ledger.ts'
import type { Tally } from '../../rehearsal/tally.ts'
import type { Crash } from '../../rehearsal/crash-plan.ts'
import { sumCrashes, type SimulationResult } from '../../rehearsal/simulation.ts'

/** All that is known at the end. */
export interface Ends {
  readonly options: SimulationOptions
  readonly ledger: LedgerStore
  readonly campaignId: number
  readonly tally: Tally
  readonly killed: readonly Crash[]
  readonly seconds: number
}

/** Sums up; proven is: nobody lost, no copy too many, and a ledger that adds up. */
export async function sumUp({ options, ledger, campaignId, tally, killed, seconds }: Ends): Promise<SimulationResult> {
  const counts = await ledger.count(campaignId)
  const rows = sumCrashes(killed, tally.duplicatesOfRun)
  const received = [...tally.copies.values()].reduce((sum, copies) => sum + copies, 0)
  const duplicates = received - tally.copies.size
  const lost = await listLost({ ledger, campaignId, tally })
  const times = tally.firstMessageMs.toSorted((a, b) => a - b)
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
    strangers: tally.strangers,
    counts,
    firstMessageMs: { median: times[Math.floor(times.length / 2)] ?? 0, worst: times.at(-1) ?? 0 },
    seconds,
    isProven:
      lost.length === 0 &&
      tally.strangers === 0 &&
      total === options.subscriberCount &&
      isWithin &&
      (options.inDoubt === 'resend' || duplicates === 0),
  }
}

/** Readers without a message; one in doubt is not lost, because the report names them. */
async function listLost({
  ledger,
  campaignId,
  tally,
}: Pick<Ends, 'ledger' | 'campaignId' | 'tally'>): Promise<string[]> {
  const lost: string[] = []
  for await (const { address = '', status } of eachDelivery(ledger, campaignId)) {
    if (!tally.copies.has(address) && status !== 'in_doubt') lost.push(address)
  }
  return lost
}
