import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { LedgerStore, Recovery } from '../ledger.ts'

/** How long a sender counts as alive after its last sign of life; it gives one every second. */
const aliveForMs = 3700

/** Names this process so that another one on the same machine can tell whether it still runs: host, process, start time. */
export function createOwner(): string {
  return `${hostname()}:${process.pid}:${readStartTime(process.pid) ?? '0'}`
}

/** Whether the process of an owner runs; undefined when it is on another machine. */
export function isRunning(owner: string): boolean | undefined {
  const [host, pid, started] = owner.split(':')
  if (host !== hostname()) return undefined
  const startTime = readStartTime(Number(pid))
  if (startTime !== undefined) return startTime === started
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Clock ticks after boot at which a process started (Linux, proc(5): field 22); a zombie counts as gone. */
function readStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'gone' : fields[19]
  } catch {
    return process.platform === 'linux' ? 'gone' : undefined
  }
}

/**
 * Takes back what lost senders hold: at once when their process is gone from this machine, after their lease otherwise. One
 * that runs here but gives no sign (stopped, or hung) loses what it has not begun; what it has at the dot stays with it.
 */
export async function recoverLost(ledger: LedgerStore, own: string): Promise<Recovery> {
  const others = (await ledger.listOwners()).filter(({ owner }) => owner !== own)
  const states = others.map(({ owner, expired }) => ({ owner, expired, running: isRunning(owner) }))
  const dead = states.filter(({ running, expired }) => running === false || (running === undefined && expired))
  const stopped = states.filter(({ running, expired }) => running === true && expired)
  if (dead.length + stopped.length === 0) return { released: 0, inDoubt: 0 }
  return ledger.recover({ dead: dead.map(({ owner }) => owner), stopped: stopped.map(({ owner }) => owner) })
}

/** Gives signs of life and looks for lost senders, every second, until it is disposed of. */
export async function startHeartbeat(
  ledger: LedgerStore,
  owner: string,
  onError: (error: unknown) => void,
): Promise<AsyncDisposable> {
  const beat = async (): Promise<void> => {
    await ledger.beat(owner, aliveForMs)
    await recoverLost(ledger, owner)
  }
  await beat()
  let beating: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    beating = beating.then(beat).catch(onError)
  }, 1000)
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await beating
      await ledger.leave(owner).catch(onError)
    },
  }
}
