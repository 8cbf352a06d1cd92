/**
 * `npm run soak -- MINUTES READERS`: pages, schedules and sender in one process, an issue every minute, sign-ups and
 * unsubscribes going on. Prints memory each minute and ends with 1 when a minute was missed, the ledger does not add up,
 * or memory grew by more than 20 MB after the first five minutes.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSink } from '../src/rehearsal/sink.ts'
import { openStore } from '../src/store/open.ts'
import { createRunStore } from '../src/store/runs.ts'
import { createLedgerStore } from '../src/store/ledger/ledger-store.ts'
import type { Instant } from '../src/clock.ts'
import { bin } from './support/paths.ts'

const [minutes = 30, readers = 1000] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'courant-soak-'))
const port = 20_000 + (process.pid % 20_000)
const origin = 'https://news.example.com'
const env = {
  PATH: process.env['PATH'],
  COURANT_SECRET: 'a-secret-of-the-soak-only',
  COURANT_DATABASE_URL: `sqlite:${join(folder, 'courant.sqlite')}`,
}

/** Three papers that nobody has had. */
function writeDigest(round: number): void {
  const papers = ['Slow Clocks', 'Quiet Gradients', 'Narrow Bridges'].map((title, n) => ({
    title: `${title} of Round ${round}`,
    authors: ['Ada Marlowe'],
    abstract: `Round ${round} is invented. It says nothing at all about anything, and is there to be sent.`,
    url: `https://papers.example.com/${round}-${n}`,
    upvotes: 40 - n,
  }))
  writeFileSync(join(folder, 'digest.json'), JSON.stringify({ date: '2026-11-24', papers }))
}

function writeSettings(smtpPort: number): void {
  const rows = Array.from({ length: readers }, (_, n) => `reader${n}@example.com,confirmed`)
  writeFileSync(join(folder, 'readers.csv'), ['email,status', ...rows, ''].join('\n'))
  const settings = {
    newsletter: { from: 'News <news@news.example.com>', postalAddress: '1 Example Street, Exampleton' },
    smtp: { host: '127.0.0.1', port: smtpPort, security: 'none' },
    // Preflight wants https in mails; the visits go to the port itself.
    web: { publicUrl: origin, port, proxyCount: 1 },
    schedules: [{ name: 'soak', cron: '* * * * *', source: 'digest.json', list: 'main', catchUpHours: 0.1 }],
  }
  writeFileSync(join(folder, 'courant.yaml'), JSON.stringify(settings))
}

function runCourant(...args: string[]) {
  return spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What readers find in their mails: the link that confirms, the one that unsubscribes. */
const links = { confirm: [] as string[], leave: undefined as string | undefined }
const visits = { signedUp: 0, confirmed: 0, left: 0 }

/** A form as a browser sends it, from an address of its own. */
function post(path: string, fields: Record<string, string>): Promise<Response> {
  const headers = { origin, 'x-forwarded-for': `198.51.${visits.signedUp % 250}.${(visits.signedUp / 250) | 0}` }
  return fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) })
}

/** Somebody signs up with a form that was read for a while, somebody confirms, and now and then somebody leaves. */
async function visit(round: number): Promise<void> {
  const form = await (await fetch(`http://127.0.0.1:${port}/subscribe`)).text()
  const stamp = /name="stamp" value="([^"]+)"/.exec(form.replaceAll('&#x3D;', '='))?.[1] ?? ''
  await sleep(4000)
  if ((await post('/subscribe', { address: `new${round}@example.com`, stamp, website: '' })).ok) visits.signedUp += 1
  const confirm = links.confirm.shift()
  if (confirm !== undefined && (await post(confirm, { choice: 'confirm' })).ok) visits.confirmed += 1
  const { leave } = links
  if (leave === undefined || round % 3 !== 0) return
  links.leave = undefined
  if ((await post(leave, { 'List-Unsubscribe': 'One-Click' })).ok) visits.left += 1
}

function readLinks(octets: Buffer): void {
  const text = octets
    .toString('latin1')
    .replace(/=\r\n/g, '')
    .replace(/\r\n[ \t]/g, '')
  const confirm = /https:\/\/news\.example\.com(\/confirm\/[\w-]+)/.exec(text)?.[1]
  if (confirm !== undefined) links.confirm.push(confirm)
  links.leave ??= /<https:\/\/news\.example\.com(\/unsubscribe\/[\w-]+)>/.exec(text)?.[1]
}

function readMemoryMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

await using sink = await openSink({ keep: true, onMessage: ({ octets }) => readLinks(octets) })
writeDigest(0)
writeSettings(sink.port)
await new Promise((resolve) =>
  runCourant('subscribers', 'import', 'readers.csv', '--list', 'main').on('close', resolve),
)
const daemon = runCourant('serve')
const lines: string[] = []
daemon.stderr.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)))
const memory: number[] = []
const endMs = Date.now() + minutes * 60_000
for (let round = 1; Date.now() < endMs && daemon.exitCode === null; round += 1) {
  writeDigest(round)
  await visit(round).catch(() => undefined)
  await sleep(1000)
  if (performance.now() < (memory.length + 1) * 60_000) continue
  memory.push(readMemoryMb(daemon.pid ?? 0))
  const sent = lines.filter((line) => line.includes('"status":"sent"')).length
  console.log(
    `minute ${memory.length}: ${memory.at(-1)} MB, ${sent} issues, ${sink.count} messages, ${JSON.stringify(visits)}`,
  )
}
daemon.kill('SIGTERM')
await new Promise((resolve) => (daemon.exitCode === null ? daemon.once('close', resolve) : resolve(undefined)))

await using store = await openStore({ kind: 'sqlite', path: join(folder, 'courant.sqlite') })
const records = await createRunStore(store.db).listRecords('soak', '2020-01-01T00:00:00Z' as Instant)
const ledger = createLedgerStore(store.db, 'sqlite')
const wrong: string[] = []
for (const { id, recipientCount } of await ledger.listCampaigns()) {
  const sum = Object.values(await ledger.count(id)).reduce((one, other) => one + other, 0)
  if (sum !== recipientCount) wrong.push(`campaign ${id}: ${sum} of ${recipientCount}`)
}
// What our own stop cut short waits, and would go on.
const notSent = records.filter(({ status }) => status !== 'sent' && status !== 'waiting')
const growth = memory.length > 5 ? Math.max(...memory.slice(5)) - (memory[4] ?? 0) : 0
console.log(
  `${records.length} runs, not sent: ${notSent.length}; ledger wrong: ${wrong.length}; memory after minute 5: +${growth} MB`,
)
for (const { due, status, detail } of notSent) console.log(`  ${due} ${status} ${detail}`)
const isIdle = visits.confirmed === 0 || visits.left === 0
if (notSent.length > 0 || wrong.length > 0 || isIdle || (memory.length > 5 && growth > 20)) {
  console.log(lines.slice(-20).join('\n'))
  process.exitCode = 1
}
