/** A sender in a process of its own, as `courant worker` has it: `{ database, port, connections }` in, its result out, as JSON. */
import { sendCampaign } from '../../../src/delivery/sending/send-campaign.ts'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import { errorCode } from '../../../src/errors.ts'
import { openThreadedLedger } from '../../../src/store/ledger/threaded-ledger.ts'
import type { ClaimedDelivery } from '../../../src/delivery/delivery.ts'
import type { OutgoingMessage } from '../../../src/delivery/transport.ts'
import { aSenderRun } from './sender-run.ts'
import { composeShort } from './sending.ts'

/** What the process is asked for. */
export interface SenderOrder {
  readonly database: string
  readonly port: number
  readonly connections: number
  readonly timeoutMs: number
  /** Octets added to each message. */
  readonly bodyBytes?: number
  /** Milliseconds for which the third message stops everything else in the process. */
  readonly blockMs?: number
  /** Octets of objects that each message leaves behind for good. */
  readonly leakBytes?: number
}

const {
  database,
  port,
  connections,
  timeoutMs,
  bodyBytes = 0,
  blockMs = 0,
  leakBytes = 0,
} = JSON.parse(process.argv[2] ?? '{}') as SenderOrder
const padding = Buffer.alloc(bodyBytes, `${'y'.repeat(76)}\r\n`)
const leaked: unknown[] = []
let composed = 0

function compose(delivery: ClaimedDelivery): OutgoingMessage {
  composed += 1
  if (blockMs > 0 && composed === 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockMs)
  if (composed > 5 && leakBytes > 0) leaked.push(Array.from({ length: leakBytes / 100 }, (_, index) => ({ index })))
  const message = composeShort(delivery)
  return bodyBytes === 0 ? message : { ...message, octets: [...message.octets, padding, Buffer.from('\r\n')] }
}

try {
  await using ledger = openThreadedLedger({ kind: 'sqlite', path: database })
  const [campaign] = await ledger.listCampaigns()
  if (!campaign) throw new Error('There is no campaign.')
  const route = openSmtpRoute({ host: '127.0.0.1', port, security: 'none', connections: 1, timeoutMs })
  const result = await sendCampaign(
    aSenderRun({ campaign, ledger, route, compose }, { connections, giveUpAfterMs: 20_000 }),
  )
  process.stdout.write(JSON.stringify(result))
} catch (error) {
  process.stdout.write(JSON.stringify({ ended: 'failed', code: errorCode(error), reason: (error as Error).message }))
  process.exitCode = 75
}
