import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin } from './paths.ts'

/** Everything a command line left behind. */
export interface CliRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `courant` as a process of its own, with no settings but those given, in `cwd` or an empty folder. */
export async function runCli(
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly input?: string | Buffer; readonly cwd?: string } = {},
): Promise<CliRun> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(COURANT_|NODE_|VITEST)/.test(name))
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? aFolder(),
    env: { ...Object.fromEntries(kept), ...options.env },
  })
  child.stdin.on('error', () => {
    // The command may end before it has read all of its input; what it said tells the test why.
  })
  child.stdin.end(options.input ?? '')
  const [stdout, stderr, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1))),
  ])
  return {
    code,
    stdout: Buffer.concat(stdout as Buffer[]).toString(),
    stderr: Buffer.concat(stderr as Buffer[]).toString(),
  }
}

/** An empty folder of its own for a test. */
export function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'courant-test-'))
}
