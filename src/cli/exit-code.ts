import { ConfigError, errorCode, UsageError, type ErrorCode } from '../errors.ts'

/** Exit codes of the command line, from sysexits; mail software reads 75 as "try again later". */
export const exitCode = {
  ok: 0,
  usage: 64,
  data: 65,
  noInput: 66,
  noRecipient: 67,
  internal: 70,
  tryLater: 75,
  noPermission: 77,
  config: 78,
} as const

const byErrorCode: Readonly<Record<ErrorCode, number>> = {
  invalid: exitCode.data,
  not_found: exitCode.noInput,
  conflict: exitCode.tryLater,
  unauthorized: exitCode.noPermission,
  unavailable: exitCode.tryLater,
  internal: exitCode.internal,
}

/** The exit code for anything thrown. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return exitCode.config
  return error instanceof UsageError ? exitCode.usage : byErrorCode[errorCode(error)]
}
