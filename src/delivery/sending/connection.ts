/**
 * One connection of a sender: takes deliveries, keeps two messages under way (one at its dot, the envelope of the next with
 * it), and writes down what became of each.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../../errors.ts'
import type { ClaimQueue } from './claim-queue.ts'
import type { ClaimedDelivery } from '../delivery.ts'
import { mayGoToDomain, mayHaveToWait } from './domain-wait.ts'
import type { Scratch } from '../slotted-octets.ts'
import type { Opened } from './route-gate.ts'
import type { SenderState } from './sender-run.ts'
import { LostClaim, note, settleAccepted, settleFailed } from './settle.ts'
import { SmtpError, type MailSession, type OutgoingMessage, type Route } from '../transport.ts'

interface Link {
  session: MailSession | undefined
  route: Route | undefined
  /** Settles when the message before the last one is written down. */
  previous: Promise<void>
  /** Two messages are under way at most, and they take turns. */
  readonly scratches: [Scratch, Scratch]
}

/** Works until the queue gives nothing more or the sender stops; throws only what nobody here can deal with. */
export async function runConnection(
  state: SenderState,
  { queue, index, cut }: { readonly queue: ClaimQueue; readonly index: number; readonly cut: AbortSignal },
): Promise<void> {
  const scratches: Link['scratches'] = [{ buffer: Buffer.alloc(0) }, { buffer: Buffer.alloc(0) }]
  const link: Link = { session: undefined, route: undefined, previous: Promise.resolve(), scratches }
  const onCut = (): void => link.session?.destroy()
  cut.addEventListener('abort', onCut)
  try {
    // What has not to wait goes on in the same turn: a promise for each question would cost as much as the message.
    while (isFree(state, index) || (await mayGoOn(state, link, { queue, index }))) {
      const delivery = queue.take() ?? (await queue.next())
      if (!delivery) break
      await deliver(state, link, delivery)
    }
  } catch (error) {
    state.fail(error)
  } finally {
    await link.previous
    await link.session?.close()
    cut.removeEventListener('abort', onCut)
  }
}

/** Whether nothing holds this connection back. */
function isFree({ run, isStopping, throttle }: SenderState, index: number): boolean {
  return run.pace.perSecond === Infinity && !isStopping && index < throttle.connections
}

/** Waits for the pace, and while fewer connections are wanted; false when the sender stops. */
async function mayGoOn(
  state: SenderState,
  link: Link,
  { queue, index }: { readonly queue: ClaimQueue; readonly index: number },
): Promise<boolean> {
  const { run, stopping, throttle } = state
  try {
    // With nothing more to take, those that may send end the pass alone.
    while (!stopping.aborted && !queue.isEnded && index >= throttle.connections) {
      await link.previous
      await link.session?.close()
      await sleep(200, undefined, { signal: stopping })
    }
    if (!stopping.aborted) await run.pace.wait(stopping)
  } catch (error) {
    if (!stopping.aborted) throw error
  }
  return !stopping.aborted
}

/** Resolves when the connection may take the next one. */
async function deliver(state: SenderState, link: Link, delivery: ClaimedDelivery): Promise<void> {
  if (mayHaveToWait(state, delivery) && !(await mayGoToDomain(state, delivery))) return
  link.scratches.reverse()
  const composed = composeOrFail(state, delivery, link.scratches[0])
  const message = composed instanceof Promise ? await composed : composed
  if (!message) return
  if (!link.session?.open) {
    await link.previous
    const opened = await openOrRelease(state, delivery)
    if (!opened) return
    Object.assign(link, opened)
  }
  const { session, route, previous } = link
  if (!session || !route) return
  const sent = { delivery, route }
  link.previous = session
    .send(message, () => markAtDot(state, delivery))
    .then(
      (reply) => settleAccepted(state, sent, reply),
      (error: unknown) => settleFailed(state, sent, error),
    )
  await previous
}

/** A message that cannot be composed is this recipient's alone; nothing half made is ever sent. */
function composeOrFail(
  state: SenderState,
  delivery: ClaimedDelivery,
  scratch: Scratch,
): OutgoingMessage | undefined | Promise<OutgoingMessage | undefined> {
  const fail = (error: unknown): undefined => {
    // The store is away: nothing is known of this recipient, and the sender cannot go on.
    if (errorCode(error) === 'unavailable') {
      note(state, delivery, { event: 'release' })
      state.fail(error)
      return
    }
    const detail = `the message cannot be composed: ${(error as Error).message}`
    note(state, delivery, { event: 'fail', detail })
    const reason = state.breaker.failed({ action: 'fail', suppress: false, policy: true }, detail)
    if (reason !== undefined) state.pause(reason)
  }
  try {
    const composed = state.run.compose(delivery, scratch)
    return composed instanceof Promise ? composed.catch(fail) : composed
  } catch (error) {
    return fail(error)
  }
}

async function openOrRelease(state: SenderState, delivery: ClaimedDelivery): Promise<Opened | undefined> {
  try {
    const opened = await state.gate.open(state.stopping)
    if (!opened) note(state, delivery, { event: 'release' })
    return opened
  } catch (error) {
    note(state, delivery, { event: 'release' })
    if (!(error instanceof SmtpError)) throw error
    state.pause(error.message)
    return undefined
  }
}

async function markAtDot(state: SenderState, { id, attempt }: ClaimedDelivery): Promise<void> {
  if (!(await state.writer.mark({ id, attempt, event: 'at_dot' }))) throw new LostClaim()
}
