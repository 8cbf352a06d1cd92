import type { ChildProcess } from 'node:child_process'

/** How a process ended, and all that it said. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Listens to a process until it ends. */
export function waitForEnd(child: ChildProcess): Promise<ProcessEnd> {
  const said = { stdout: '', stderr: '' }
  child.stdout?.on('data', (piece: Buffer) => (said.stdout += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (said.stderr += piece.toString()))
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...said })))
}
