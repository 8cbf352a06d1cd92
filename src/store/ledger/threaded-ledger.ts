/**
 * The ledger of a SQLite file on a thread of its own: a commit waits for the disk, and while it does the sender goes on
 * composing and sending. PostgreSQL, which waits elsewhere, needs none.
 */
import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode } from '../../errors.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'
import { packMarks, unpackClaims, type PackedClaims } from './packed.ts'
import type { StoreLocation } from '../open.ts'

/** A call of one of the ledger's methods. */
export interface LedgerCall {
  readonly number: number
  readonly method: keyof LedgerStore
  readonly args: readonly unknown[]
}

/** What came of it. */
export interface LedgerAnswer {
  readonly number: number
  readonly value?: unknown
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly details: Record<string, unknown> }
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

const methods: readonly (keyof LedgerStore)[] = [
  'createCampaign',
  'findCampaign',
  'getContent',
  'findRendering',
  'findCampaignOf',
  'listCampaigns',
  'moveCampaign',
  'claim',
  'record',
  'beat',
  'leave',
  'listOwners',
  'recover',
  'count',
  'findNextDue',
  'listDeliveries',
  'requeue',
  'pruneDeliveries',
  'reserveSlots',
]

/** Starts the thread; disposing ends it after the calls that are under way. */
export function openThreadedLedger(location: StoreLocation): LedgerStore & AsyncDisposable {
  const file = import.meta.url.endsWith('.ts') ? './ledger-thread.ts' : './ledger-thread.js'
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: location,
    // Groups of marks come and go by the thousand; left alone, the thread would let their remains pile up.
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
  })
  const waiting = new Map<number, Waiting>()
  let failure: unknown
  let last = 0
  const failAll = (error: unknown): void => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
  }
  worker.on('message', ({ number, value, error }: LedgerAnswer) => {
    const call = waiting.get(number)
    waiting.delete(number)
    if (error) call?.reject(new AppError(error.code, error.message, { details: error.details }))
    else call?.resolve(value as never)
  })
  worker.on('error', failAll)
  worker.on('exit', () => failAll(new AppError('internal', 'The thread of the ledger has ended.')))
  const call = (method: keyof LedgerStore, args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(failure)
        return
      }
      last += 1
      waiting.set(last, { resolve, reject })
      worker.postMessage({ number: last, method, args } satisfies LedgerCall, [])
    })
  const proxy = Object.fromEntries(
    methods.map((method) => [method, (...args: readonly unknown[]) => call(method, args)]),
  ) as unknown as LedgerStore
  return {
    ...proxy,
    async claim(request) {
      const packed: PackedClaims = await call('claim', [request])
      return unpackClaims(packed)
    },
    async record(marks, nowMs) {
      const counted: Uint8Array = await call('record', [packMarks(marks), nowMs])
      return Array.from(counted, (one) => one === 1)
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage('close', [])
      await ended
    },
  }
}
