/**
 * F36: PostgreSQL restarted without warning (`immediate`) while two workers send, and then the connections of the workers
 * ended by force. Nobody may be lost; a second copy is allowed only to whoever was at the dot, and the ledger must know.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openSink } from '../../src/rehearsal/sink.ts'
import { endProcess, openFleet, type Fleet } from '../support/sending/fleet.ts'
import { createTally, judge, report } from './tally.ts'

const connections = 5

/** `TIMES=20 READERS=6000` are the defaults; the blows are spread evenly over the messages. */
export async function run(): Promise<void> {
  const times = Number(process.env['TIMES'] ?? 20)
  const readers = Number(process.env['READERS'] ?? 6000)
  const tally = createTally()
  await using sink = await openSink({ onMessage: tally.onMessage })
  await using fleet = await openFleet({ smtpPort: sink.port, connections })
  if (!fleet) return
  const blows = {
    'PostgreSQL restarted': () => fleet.server.restart(),
    'connections ended': () => endConnections(fleet),
  }
  for (const [name, strike] of Object.entries(blows)) {
    tally.reset()
    const id = await fleet.addCampaign(readers)
    const workers = [fleet.startWorker(), fleet.startWorker()]
    let struck = 0
    for (; struck < times; struck += 1) {
      while (tally.copies.size < (readers * (struck + 1)) / (times + 1)) await sleep(5)
      await strike()
    }
    await untilFinished(fleet, id)
    await Promise.all(workers.map(endProcess))
    // What is at the dot of any connection of either worker may be in doubt at each blow.
    const result = await judge(fleet.opened, id, { copies: tally.copies, mostDuplicates: times * connections * 2 })
    report(`${name} ${struck} times`, result)
  }
}

async function endConnections({ url }: Fleet): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await client.end()
}

async function untilFinished({ opened }: Fleet, id: number): Promise<void> {
  for (;;) {
    const campaign = await opened.ledger.findCampaign(id).catch(() => undefined)
    if (campaign?.status === 'finished') return
    await sleep(200)
  }
}
