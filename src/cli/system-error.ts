/** What the operating system refused, in words: no fault of ours, and nothing that a stack helps with. */
import { AppError, type ErrorCode } from '../errors.ts'

/** By the name of the error: its kind, and what was refused and what to do. */
const refusals: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EACCES: ['unauthorized', 'this user may not. Give it the right, or act as the user who owns it'],
  EPERM: ['unauthorized', 'this user may not. Give it the right, or act as the user who owns it'],
  EROFS: ['unauthorized', 'it can only be read there. Choose another folder'],
  EADDRINUSE: ['unavailable', 'another program listens there. End it, or choose another port'],
  EADDRNOTAVAIL: ['unavailable', 'this machine has no such address. Choose another'],
  ENOSPC: ['unavailable', 'no space is left. Make room, then run the command again'],
  EDQUOT: ['unavailable', 'no space is left for this user. Make room, then run the command again'],
  EIO: ['unavailable', 'the disk failed. Look at the log of the machine'],
  EMFILE: ['unavailable', 'too many files are open. Raise the limit (ulimit -n)'],
  ENFILE: ['unavailable', 'too many files are open on this machine'],
  'ENOENT mkdir': ['not_found', 'the folder above takes none. Name another place'],
  EISDIR: ['invalid', 'it is a folder. Name a file'],
  ENOTDIR: ['invalid', 'a part of its name is a file and no folder. Name another place'],
  EEXIST: ['invalid', 'there is something of that name already. Name another place'],
  ELOOP: ['invalid', 'its links lead in a circle. Name another place'],
  ENAMETOOLONG: ['invalid', 'the name is too long. Choose a shorter one'],
}

/** The sentence for an error of the operating system; undefined for every other error. */
export function describeSystemError(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || error instanceof AppError) return undefined
  const {
    code = '',
    syscall,
    path,
    address,
    port,
  } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  // A file of ours that is not there is a fault; a folder that cannot be made is not.
  const key = code === 'ENOENT' ? `${code} ${syscall}` : code
  const refusal = Object.hasOwn(refusals, key) ? refusals[key] : undefined
  if (refusal === undefined || syscall === undefined) return undefined
  const place = path ?? (port === undefined ? 'a file' : `${address ?? 'port'}:${port}`)
  return new AppError(refusal[0], `Cannot ${verbs[syscall] ?? syscall} ${place}: ${refusal[1]}.`, { cause: error })
}

const verbs: Readonly<Record<string, string>> = {
  mkdir: 'make the folder',
  scandir: 'read the folder',
  listen: 'listen on',
  bind: 'listen on',
  write: 'write to',
}
