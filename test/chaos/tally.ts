/** What arrived in a run of chaos, and whether the promise was kept: nobody lost, no second copy that was not in doubt. */
import type { OpenedLedger } from '../../src/app/store.ts'
import type { DeliveryRow } from '../../src/delivery/ledger.ts'
import type { SunkMessage } from '../../src/rehearsal/sink-options.ts'

/** Copies by address, since the last reset. */
export interface Tally {
  readonly onMessage: (message: SunkMessage) => void
  readonly copies: ReadonlyMap<string, number>
  reset(): void
}

/** What a campaign under chaos came to. */
export interface ChaosResult {
  readonly recipients: number
  readonly lost: number
  readonly duplicates: number
  /** Second copies to people of whom the ledger says that everything was known. */
  readonly unexplained: number
  readonly inDoubt: number
  readonly isProven: boolean
}

/** Counts what a sink takes. */
export function createTally(): Tally {
  const copies = new Map<string, number>()
  return {
    copies,
    onMessage: ({ rcptTo }) => copies.set(rcptTo, (copies.get(rcptTo) ?? 0) + 1),
    reset: () => copies.clear(),
  }
}

/** Compares what arrived with the ledger. @param mostDuplicates what the promise allows */
export async function judge(
  { ledger }: OpenedLedger,
  campaignId: number,
  { copies, mostDuplicates }: { readonly copies: ReadonlyMap<string, number>; readonly mostDuplicates: number },
): Promise<ChaosResult> {
  const rows: DeliveryRow[] = []
  for (let after = 0; ; after = rows.at(-1)?.id ?? 0) {
    const page = await ledger.listDeliveries(campaignId, { after, limit: 1000 })
    rows.push(...page)
    if (page.length < 1000) break
  }
  const surplus = ({ address = '' }: DeliveryRow): number => Math.max(0, (copies.get(address) ?? 0) - 1)
  const sum = (count: (row: DeliveryRow) => number): number => rows.reduce((total, row) => total + count(row), 0)
  const lost = sum((row) => (copies.has(row.address ?? '') && row.status === 'accepted' ? 0 : 1))
  const duplicates = sum(surplus)
  const unexplained = sum((row) => Math.max(0, surplus(row) - row.doubts))
  return {
    recipients: rows.length,
    lost,
    duplicates,
    unexplained,
    inDoubt: sum(({ doubts }) => doubts),
    isProven: lost === 0 && unexplained === 0 && duplicates <= mostDuplicates,
  }
}

/** Prints a result, and notes a broken promise in the exit code. */
export function report(name: string, result: ChaosResult, more = ''): void {
  const { recipients, lost, duplicates, unexplained, inDoubt, isProven } = result
  const numbers = `${recipients} recipients, lost ${lost}, second copies ${duplicates} (${unexplained} unexplained), in doubt ${inDoubt}`
  process.stdout.write(`${isProven ? 'kept  ' : 'BROKEN'} ${name}: ${numbers}${more}\n`)
  if (!isProven) process.exitCode = 1
}
