import { insist } from './insist.ts'
import type { LedgerStore } from '../ledger.ts'

/**
 * A ledger that tries again when its store is away. Every call of a sender can be made twice: marks belong to one claim,
 * and of a claim whose answer was lost `onTrouble` is told. `record` is passed on: to keep its order it insists by itself.
 */
export function createPatientLedger(ledger: LedgerStore, onTrouble: () => void): LedgerStore {
  const methods = Object.entries(ledger).filter(([name, method]) => typeof method === 'function' && name !== 'record')
  const patient = methods.map(([name, method]) => [
    name,
    (...args: readonly unknown[]) =>
      insist(() => (method as (...values: readonly unknown[]) => Promise<unknown>)(...args), onTrouble),
  ])
  return { ...ledger, ...(Object.fromEntries(patient) as Partial<LedgerStore>) }
}
