/**
 * F29 and F37: one of two workers killed every ten seconds over 20,000 recipients, on this machine and as if on another;
 * then one stopped beyond its lease, whose deliveries the other takes, and which wakes again.
 */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSink } from '../../src/rehearsal/sink.ts'
import { endProcess, openFleet, type Fleet } from '../support/sending/fleet.ts'
import { createTally, judge, report, type Tally } from './tally.ts'

const connections = 5

interface Blow {
  readonly name: string
  readonly strike: (worker: ChildProcess) => void
  /** After so long a stopped worker wakes; a killed one is replaced at once. */
  readonly wakesAfterMs?: number
}

const blows: readonly Blow[] = [
  { name: 'killed', strike: (worker) => worker.kill('SIGKILL') },
  { name: 'stopped for 8 s', strike: (worker) => worker.kill('SIGSTOP'), wakesAfterMs: 8000 },
]

/** `READERS=20000 RATE=200/s EVERY=10` are the defaults; a blow hits the two workers in turn. */
export async function run(): Promise<void> {
  const readers = Number(process.env['READERS'] ?? 20_000)
  const rate = process.env['RATE'] ?? '200/s'
  const tally = createTally()
  await using sink = await openSink({ onMessage: tally.onMessage })
  await using fleet = await openFleet({ smtpPort: sink.port, connections, rate })
  if (!fleet) return
  for (const blow of blows) {
    for (const hosts of [undefined, ['one.example', 'two.example']] as const) {
      await suffer({ fleet, tally, blow, hosts, readers })
    }
  }
}

interface Trial {
  readonly fleet: Fleet
  readonly tally: Tally
  readonly blow: Blow
  readonly hosts: readonly string[] | undefined
  readonly readers: number
}

async function suffer({ fleet, tally, blow, hosts, readers }: Trial): Promise<void> {
  const everyMs = Number(process.env['EVERY'] ?? 10) * 1000
  tally.reset()
  const id = await fleet.addCampaign(readers)
  const workers = [fleet.startWorker(hosts?.[0]), fleet.startWorker(hosts?.[1])]
  const noticed: number[] = []
  let struck = 0
  for (; !(await waitFor(fleet, id, everyMs)); struck += 1) {
    await untilBothSend(fleet)
    const at = struck % 2
    const worker = workers[at]
    if (!worker) throw new Error('there are two workers')
    blow.strike(worker)
    const noticedMs = await measureNotice(fleet, id, worker.pid ?? 0)
    if (noticedMs !== undefined) noticed.push(noticedMs)
    if (blow.wakesAfterMs === undefined) {
      workers[at] = fleet.startWorker(hosts?.[at])
    } else {
      await sleep(blow.wakesAfterMs)
      worker.kill('SIGCONT')
    }
  }
  await Promise.all(workers.map(endProcess))
  const result = await judge(fleet.opened, id, { copies: tally.copies, mostDuplicates: struck * connections })
  const sorted = noticed.sort((one, other) => one - other).map((ms) => ms / 1000)
  const [middle = NaN, slowest = NaN] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  const isInTime = slowest <= 5
  const where = hosts === undefined ? 'on one machine' : 'as if on two machines'
  report(
    `a worker ${blow.name}, ${struck} times, ${where}`,
    { ...result, isProven: result.isProven && isInTime },
    `; noticed after ${middle.toFixed(1)} s, at most ${slowest.toFixed(1)} s`,
  )
}

/** A blow while the other worker is still starting would measure how long that takes. */
async function untilBothSend({ opened }: Fleet): Promise<void> {
  for (const endsAt = performance.now() + 60_000; performance.now() < endsAt; await sleep(100)) {
    if ((await opened.ledger.listOwners()).filter(({ expired }) => !expired).length >= 2) return
  }
}

/** Waits so long. @returns true when the campaign has finished meanwhile */
async function waitFor({ opened }: Fleet, id: number, ms: number): Promise<boolean> {
  for (const endsAt = performance.now() + ms; performance.now() < endsAt; await sleep(200)) {
    if ((await opened.ledger.findCampaign(id))?.status === 'finished') return true
  }
  return false
}

/**
 * Milliseconds until nothing that the lost worker had claimed and not begun is its own any more; undefined when it had
 * nothing. What a stopped one has at the dot stays with it where others can see that it is there.
 */
async function measureNotice({ opened }: Fleet, id: number, pid: number): Promise<number | undefined> {
  const startedAt = performance.now()
  const count = async (): Promise<number> => {
    const rows = opened.store.db.selectFrom('deliveries').select(({ fn }) => fn.countAll<number>().as('count'))
    const held = rows.where('campaign_id', '=', id).where('status', '=', 'claimed').where('owner', 'like', `%:${pid}:%`)
    return (await held.executeTakeFirstOrThrow()).count
  }
  if ((await count()) === 0) return undefined
  while ((await count()) > 0 && performance.now() - startedAt < 60_000) await sleep(50)
  return performance.now() - startedAt
}
