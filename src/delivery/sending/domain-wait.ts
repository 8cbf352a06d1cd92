/** What a receiving domain may ask of a sender: to rest, or a pace of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { domainOf } from '../../mail/address.ts'
import type { ClaimedDelivery } from '../delivery.ts'
import type { SenderState } from './sender-run.ts'
import { note } from './settle.ts'

/** Whether there is anything to ask about the receiving domain. */
export function mayHaveToWait({ run, throttle }: SenderState, { address }: ClaimedDelivery): boolean {
  const hasPaces = run.domainPaces !== undefined && run.domainPaces.size > 0
  return hasPaces || throttle.restUntil(domainOf(address)) > 0
}

/** Whether the receiving domain takes it now; if not, it waits in the ledger, and that is no fault of the recipient. */
export async function mayGoToDomain(state: SenderState, delivery: ClaimedDelivery): Promise<boolean> {
  const { run, throttle, stopping } = state
  const domain = domainOf(delivery.address)
  const restUntilMs = throttle.restUntil(domain)
  if (restUntilMs > 0) {
    note(state, delivery, { event: 'defer', dueAtMs: restUntilMs, detail: 'the receiving domain asked for less' })
    return false
  }
  const pace = run.domainPaces?.get(domain)
  if (!pace) return true
  const { atMs, isReserved } = await pace.reserve()
  if (!isReserved) {
    note(state, delivery, { event: 'defer', dueAtMs: Math.ceil(atMs), detail: 'the pace of the receiving domain' })
    return false
  }
  const waitMs = Math.ceil(atMs - run.now())
  if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopping }).catch(() => undefined)
  return true
}
