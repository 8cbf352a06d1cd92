/** The thread behind `openThreadedLedger`: a store of its own, and one call of the ledger after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { sql } from 'kysely'
import { AppError, errorCode } from '../../errors.ts'
import type { ClaimRequest, LedgerStore } from '../../delivery/ledger.ts'
import { createLedgerStore } from './ledger-store.ts'
import { packClaims, unpackMarks, type PackedMarks } from './packed.ts'
import type { LedgerAnswer, LedgerCall } from './threaded-ledger.ts'
import { openStore, type StoreLocation } from '../open.ts'

const port = parentPort
if (port) {
  const store = await openStore(workerData as StoreLocation)
  // The claims walk through the table once: what they have passed need not stay in memory.
  if (store.engine === 'sqlite') await sql`PRAGMA cache_size = -16384`.execute(store.db)
  const ledger = createLedgerStore(store.db, store.engine)
  port.on('message', (call: LedgerCall | 'close') => {
    if (call === 'close') void store[Symbol.asyncDispose]().then(() => port.close())
    else void answer(ledger, call).then((reply) => port.postMessage(reply))
  })
}

async function answer(ledger: LedgerStore, { number, method, args }: LedgerCall): Promise<LedgerAnswer> {
  try {
    return { number, value: await obey(ledger, { number, method, args }) }
  } catch (error) {
    const details = error instanceof AppError ? error.details : {}
    return { number, error: { code: errorCode(error), message: (error as Error).message, details } }
  }
}

/** The two calls that a sending is made of carry columns. */
async function obey(ledger: LedgerStore, { method, args }: LedgerCall): Promise<unknown> {
  if (method === 'claim') return packClaims(await ledger.claim(args[0] as ClaimRequest))
  if (method === 'record') {
    return Uint8Array.from(await ledger.record(unpackMarks(args[0] as PackedMarks), args[1] as number), Number)
  }
  const run = ledger[method] as (...values: readonly unknown[]) => Promise<unknown>
  return run(...args)
}
