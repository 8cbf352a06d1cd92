/** Runs senders, each in a process of its own, and measures them alike. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createDkimKey } from '../../../src/delivery/dkim/dkim-key.ts'

/** What one sender did. */
export interface Figures {
  readonly perSecond: number
  /** Microseconds of processor time per message, of the sender. */
  readonly cpuMicros: number
  readonly peakMb: number
  readonly seconds: number
  readonly freezeSeconds: number
}

/** A sender that can be given a port and a number of messages. */
export type Sender = (port: number, count: number, connections: number) => Promise<Figures>

const rsa = { pem: createDkimKey('rsa-sha256'), selector: 'bench' }
const ed25519 = { pem: createDkimKey('ed25519-sha256'), selector: 'bench-ed' }

/** Whether Postfix's test programs are installed. */
export const hasPostfixTools = existsSync('/usr/sbin/smtp-source') && existsSync('/usr/sbin/smtp-sink')

/** Postfix's own generator: one message, not personal, from memory, without a ledger. */
export const smtpSource: Sender = async (port, count, connections) => {
  const started = performance.now()
  const args = ['-s', connections, '-m', count, '-l', 76_000, '-f', 'a@example.com', '-t', 'b@example.com']
  await runToEnd('/usr/sbin/smtp-source', [...args.map(String), `127.0.0.1:${port}`])
  const seconds = (performance.now() - started) / 1000
  return { perSecond: count / seconds, cpuMicros: Number.NaN, peakMb: Number.NaN, seconds, freezeSeconds: 0 }
}

/** Courant: composing, ledger on the disk, and signatures by so many threads where asked. */
export function courant(signing: { readonly threads?: number; readonly twice?: boolean } = {}): Sender {
  const keys = signing.threads === undefined ? [] : signing.twice === true ? [rsa, ed25519] : [rsa]
  return runScript('courant-process.ts', keys, {
    UV_THREADPOOL_SIZE: String(signing.threads ?? 4),
    // Node lets short-lived objects pile up to 48 MB and more before it looks; a sender makes little else.
    NODE_OPTIONS: '--max-semi-space-size=4',
  })
}

/** Nodemailer's pool, composing and, where asked, signing each message. */
export function nodemailer({ signed = false } = {}): Sender {
  return runScript('nodemailer-process.ts', signed ? [rsa] : [], {})
}

function runScript(file: string, keys: readonly object[], env: Record<string, string>): Sender {
  return async (port, count, connections) => {
    const order = JSON.stringify({ port, count, connections, keys })
    const text = await runToEnd(process.execPath, [join(import.meta.dirname, file), order], env)
    const figures = JSON.parse(text) as { seconds: number; cpuSeconds: number; peakMb: number; freezeSeconds: number }
    const { seconds, cpuSeconds, peakMb, freezeSeconds } = figures
    return { perSecond: count / seconds, cpuMicros: (cpuSeconds * 1e6) / count, peakMb, seconds, freezeSeconds }
  }
}

async function runToEnd(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`)
  return text
}

/** The middle one of several figures. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Signatures a second of one thread of OpenSSL, the bound of a signed row; undefined without the program. */
export function measureOpenSsl(): number | undefined {
  const { stdout, status } = spawnSync('openssl', ['speed', '-seconds', '1', '-mr', 'rsa2048'], { encoding: 'utf8' })
  const perSecond = Number(/^\+F2:\d+:2048:([\d.]+)/m.exec(stdout)?.[1])
  return status === 0 && perSecond > 0 ? (perSecond < 1 ? 1 / perSecond : perSecond) : undefined
}
