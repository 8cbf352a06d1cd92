import { AppError } from '../errors.ts'

/** SQLite's primary result codes (sqlite.org/rescode.html) that mean something to a person. */
const sqliteSentences: Readonly<Record<number, string>> = {
  5: 'is in use by another process that writes; try again',
  6: 'is in use by another process that writes; try again',
  8: 'is read-only; check the permissions',
  10: 'cannot be read or written by the disk; nothing more is done with it',
  11: 'is damaged; restore a backup',
  13: 'has no room left on its disk; make room and start again',
  14: 'cannot be opened; check that its folder exists and may be written to',
  26: 'is a file, but no database',
}

/** After an error of the disk nobody knows what is on it: to try again would be to go on with a "maybe". */
const brokenDisk = 10

/** The primary code, but for SQLITE_IOERR_SHMSIZE, which is how a full disk shows at opening: that is SQLITE_FULL. */
const primaryCode = (errcode: number): number => (errcode === 4874 ? 13 : errcode & 0xff)

/** What either database says of a row that is there already. */
const uniqueCodes = new Set<unknown>([1555, 2067, '23505'])

/** Turns an error of SQLite or PostgreSQL into a sentence; `conflict` is a row that is there already. */
export function translateError(error: unknown, what = 'The database'): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const { errcode, code } = error as { errcode?: number; code?: string }
  if (uniqueCodes.has(errcode) || uniqueCodes.has(code)) {
    return new AppError('conflict', `${what} has such a row already: ${error.message}.`, { cause: error })
  }
  const primary = errcode === undefined ? undefined : primaryCode(errcode)
  const sentence = primary === undefined ? undefined : sqliteSentences[primary]
  if (sentence !== undefined) {
    const kind = primary === brokenDisk ? 'internal' : 'unavailable'
    return new AppError(kind, `${what} ${sentence} (${error.message}).`, { cause: error })
  }
  if (isFileError(code)) {
    const kind = code === 'EACCES' ? 'unauthorized' : 'unavailable'
    return new AppError(kind, `${what} cannot be opened: ${error.message}.`, { cause: error })
  }
  if (
    isPostgresAway(code) ||
    /^(?:Connection terminated|Client has encountered a connection error)/.test(error.message)
  )
    return new AppError('unavailable', `${what} cannot be reached: ${error.message}.`, { cause: error })
  return error
}

function isFileError(code: string | undefined): boolean {
  return code !== undefined && /^(?:ENOENT|EACCES|EISDIR|ENOTDIR|EROFS|ENOSPC)$/.test(code)
}

/** Connection lost or refused, server shutting down, too many connections, wrong password, no such database. */
function isPostgresAway(code: string | undefined): boolean {
  return (
    code !== undefined &&
    /^(?:08...|57P..|53...|28...|3D000|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/.test(code)
  )
}
