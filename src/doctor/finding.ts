/** What can be checked, in the order of the report. */
export const checkNames = ['config', 'clock', 'smtp', 'dkim', 'spf', 'dmarc', 'ptr', 'web', 'unsubscribe'] as const

/** One of them. */
export type CheckName = (typeof checkNames)[number]

/** `error`: mail does not go out or is refused; `warning`: it would be better; `unknown`: it could not be asked. */
export type FindingLevel = 'ok' | 'warning' | 'error' | 'unknown'

/** One thing that was looked at: how it is and, unless it is well, what to do about it. */
export interface Finding {
  readonly check: CheckName
  readonly level: FindingLevel
  readonly message: string
  readonly fix?: string
}

/** A check's way to write findings down. */
export interface Findings {
  readonly ok: (message: string) => Finding
  readonly warning: (message: string, fix: string) => Finding
  readonly error: (message: string, fix: string) => Finding
  readonly unknown: (message: string, fix: string) => Finding
}

/** Findings of one check. */
export function findingsOf(check: CheckName): Findings {
  const build = (level: FindingLevel) => (message: string, fix: string) => ({ check, level, message, fix })
  return {
    ok: (message) => ({ check, level: 'ok', message }),
    warning: build('warning'),
    error: build('error'),
    unknown: build('unknown'),
  }
}
