/** The wiring of subscriber lists: a file in, the mailboxes that may be mailed out. */
import { createReadStream } from 'node:fs'
import { AppError } from '../../errors.ts'
import type { Mailbox } from '../../mail/address.ts'
import { readSubscriberFile } from '../../subscribers/import/read.ts'
import type { ReadRow } from '../../subscribers/import/subscriber-file.ts'

/** Who of a file may be mailed, and what is to be said about the others. */
export interface FileAudience {
  readonly confirmed: readonly Mailbox[]
  /** One sentence per rejected line, and one that counts who is not mailed. */
  readonly notes: readonly string[]
}

/** Reads a list of subscribers; only confirmed addresses are mailed, each once. */
export async function readSubscribers(path: string): Promise<FileAudience> {
  const { rows } = await readSubscriberFile(path, createReadStream(path)).catch((error: unknown) => {
    throw refuseFile(path, error)
  })
  const confirmed = rows.filter(({ outcome }) => outcome === 'confirmed').flatMap(buildMailbox)
  if (confirmed.length === 0)
    throw new AppError(
      'invalid',
      `${path} holds no confirmed address, so nobody can be mailed. "courant subscribers import ${path} --dry-run" says how its columns are read.`,
    )
  return { confirmed, notes: describeOthers(path, rows) }
}

function buildMailbox({ address, name }: ReadRow): Mailbox[] {
  if (address === undefined) return []
  return [name === undefined || name === '' ? { address } : { displayName: name, address }]
}

/** A sentence for a file that cannot be opened; any other error as it is. */
export function refuseFile(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return new AppError('not_found', `${path} cannot be read: there is no such file. Check the name.`)
  if (code === 'EISDIR') return new AppError('invalid', `${path} is a folder. Give the file that holds the list.`)
  if (code === 'EACCES')
    return new AppError('unauthorized', `${path} cannot be read: permission denied. Check its permissions.`)
  return error
}

function describeOthers(path: string, rows: readonly ReadRow[]): string[] {
  const rejected = rows
    .filter(({ outcome }) => outcome === 'rejected')
    .map(({ line, reason }) => `${path}, line ${line}: ${reason ?? 'cannot be read'}; skipped.`)
  const others = Map.groupBy(rows, ({ outcome }) => outcome)
  others.delete('confirmed')
  others.delete('rejected')
  const counts = [...others].map(([outcome, found]) => `${found.length} ${outcome}`)
  return [...rejected, ...(counts.length > 0 ? [`${path}: not mailed: ${counts.join(', ')}.`] : [])]
}
