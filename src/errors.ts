/** What kind of thing went wrong; the command line and the web pages each map it once (src/README.md, Errors). */
export type ErrorCode = 'invalid' | 'not_found' | 'conflict' | 'unauthorized' | 'unavailable' | 'internal'

/** An error whose message is a sentence for a person: what failed, on what, and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.details = options.details ?? {}
  }
}

/** The input given to a parser is not something it can read at all; single bad entries are Problems instead. */
export class DigestParseError extends AppError {
  readonly source: string
  readonly line: number | undefined
  /** The message without the source and the line. */
  readonly detail: string

  constructor(source: string, message: string, line?: number) {
    super('invalid', line === undefined ? `${source}: ${message}` : `${source}, line ${line}: ${message}`)
    this.source = source
    this.detail = message
    this.line = line
  }
}

/** A command line that asks for nothing that can be done. */
export class UsageError extends AppError {
  constructor(message: string) {
    super('invalid', message)
  }
}

/** Every problem of the configuration at once, one per line of the message. */
export class ConfigError extends AppError {
  readonly problems: readonly string[]

  constructor(source: string, problems: readonly string[]) {
    super('invalid', `The configuration (${source}) cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.problems = problems
  }
}

/** The code of anything thrown; what is not an AppError is unforeseen and therefore `internal`. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal'
}
