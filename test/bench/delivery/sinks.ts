/** The servers that messages go to, each in a process of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server that messages go to. */
export interface RunningSink extends AsyncDisposable {
  readonly port: number
  /** What it has taken and what that cost, where it tells. */
  stop(): Promise<SinkFigures | undefined>
}

/** What a sink of ours has taken. */
export interface SinkFigures {
  /** Messages, where it counts them. */
  readonly count?: number
  readonly cpuSeconds: number
}

let compiled: string | undefined

/** The fast sink in C where there is a compiler; undefined where there is none. */
function compileSink(): string | undefined {
  if (compiled !== undefined) return compiled
  const folder = mkdtempSync(join(tmpdir(), 'courant-sink-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const program = join(folder, 'sink')
  const compiler = process.env['CC'] ?? 'cc'
  const { status } = spawnSync(compiler, ['-O3', '-o', program, join(import.meta.dirname, 'sink.c')], {
    stdio: 'ignore',
  })
  compiled = status === 0 ? program : undefined
  return compiled
}

/** What the fast sink is made of, for whoever reads the figures. */
export function describeFastSink(): string {
  return compileSink() === undefined ? 'a fast sink of ours (Node, because there is no cc)' : 'a fast sink of ours (C)'
}

/** Our own sink, which takes everything at once. */
export function startFastSink(): Promise<RunningSink> {
  const program = compileSink()
  return program === undefined ? startSlowSink(0) : startReporting(spawn(program, [], { stdio: inherited }))
}

/** The same, which waits before each answer. */
export function startSlowSink(delayMs: number): Promise<RunningSink> {
  const program = compileSink()
  if (program !== undefined) return startReporting(spawn(program, [String(delayMs)], { stdio: inherited }))
  const script = join(import.meta.dirname, 'sink-process.ts')
  return startReporting(spawn(process.execPath, [script, String(delayMs)], { stdio: inherited }))
}

const inherited: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']

/** Milliseconds from a command to its answer, on average. */
export async function measureDistance(port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'data')
  const commands = 25
  const started = performance.now()
  for (let sent = 0; sent < commands; sent += 1) {
    socket.write('NOOP\r\n')
    await once(socket, 'data')
  }
  const distanceMs = (performance.now() - started) / commands
  socket.destroy()
  return distanceMs
}

/** A program that prints its port, and at SIGTERM its figures. */
async function startReporting(child: ChildProcess): Promise<RunningSink> {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  while (!text.includes('\n')) await once(child.stdout ?? child, 'data')
  const stop = async (): Promise<SinkFigures> => {
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    await ended
    return JSON.parse(text.split('\n')[1] ?? '{}') as SinkFigures
  }
  return { port: Number(text.split('\n')[0]), stop, [Symbol.asyncDispose]: () => endChild(child) }
}

/** Postfix's sink, which reads every octet by itself and is the limit of whoever sends to it. */
export async function startSmtpSink(): Promise<RunningSink> {
  const port = await findFreePort()
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn('/usr/sbin/smtp-sink', [...user, `127.0.0.1:${port}`, '1000'], { stdio: 'ignore' })
  await new Promise((resolve) => setTimeout(resolve, 500))
  const stop = async (): Promise<SinkFigures | undefined> => {
    const cpuSeconds = readCpuSeconds(child.pid)
    await endChild(child)
    return cpuSeconds === undefined ? undefined : { cpuSeconds }
  }
  return { port, stop, [Symbol.asyncDispose]: () => endChild(child) }
}

/** Processor time of a process (Linux, proc(5): fields 14 and 15, in hundredths of a second). */
function readCpuSeconds(pid = 0): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ')
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return undefined
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
