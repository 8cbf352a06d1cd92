import { expect } from 'vitest'
import { readSubscriberFile } from '../../../src/subscribers/import/read.ts'
import type { ReadOptions, SubscriberFile } from '../../../src/subscribers/import/subscriber-file.ts'

/** Reads text as a file, in pieces of three octets, so that every border of pieces is met. */
export async function read(
  text: string | Uint8Array,
  name = 'readers.csv',
  options: ReadOptions = {},
): Promise<SubscriberFile> {
  const octets = Buffer.from(text as string)
  async function* pieces() {
    for (let at = 0; at < octets.length; at += 3) yield octets.subarray(at, at + 3)
  }
  const whole = await readSubscriberFile(name, octets, options)
  expect(await readSubscriberFile(name, pieces(), options)).toEqual(whole)
  return whole
}

/** A row as `line outcome address name`. */
export function brief({ rows }: SubscriberFile): string[] {
  return rows.map(({ line, outcome, address, name }) =>
    [line, outcome, address ?? '-', ...(name ? [name] : [])].join(' '),
  )
}
