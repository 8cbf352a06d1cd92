import type { Readable } from 'node:stream'
import type { Bounce } from './bounce.ts'
import { classifyMessage } from './classify.ts'
import { readMailbox } from './read-mailbox.ts'

/** A message and what it says. */
export interface CheckedMessage extends Bounce {
  /** As in StoredMessage. */
  readonly file: string
}

/** Reads and classifies all messages at a path, and changes nothing. */
export async function* checkBounces(path: string, stdin: Readable): AsyncGenerator<CheckedMessage> {
  for await (const { file, octets } of readMailbox(path, stdin)) yield { file, ...(await classifyMessage(octets)) }
}
