/** An error stops a sending, a warning should be looked at, a note is good to know. */
const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** Every fault that stops a sending; `send --force` takes these and no other. */
export const blockingCodes = [
  'a11y.alt',
  'a11y.lang',
  'a11y.link',
  'a11y.title',
  'archive.personal',
  'dkim.key',
  'dkim.unverified',
  'leftover',
  'link.deceptive',
  'link.insecure',
  'link.invalid',
  'link.local',
  'link.placeholder',
  'link.protocol',
  'postal.missing',
  'postal.text',
  'size.clipped',
  'subject.reply',
  'subject.short',
  'text.missing',
  'unsubscribe.clipped',
  'unsubscribe.missing',
  'unsubscribe.text',
] as const
export type BlockingCode = (typeof blockingCodes)[number]

/** Where a finding is: a part of the mail, the line in it as filled for the checked reader, and words to find it by. */
export interface Place {
  readonly part: 'html' | 'text' | 'header'
  /** Counted from 1. */
  readonly line?: number
  /** A text or a link's address that stands at the place. */
  readonly quote?: string
}

/** One thing that preflight has to say. */
export interface Finding {
  readonly severity: Severity
  /** Stable name, `area.fault`; of an error, one that `send --force` takes. */
  readonly code: string
  /** A sentence for a person: what is wrong, and what to do. */
  readonly message: string
  readonly where?: Place
}

/** Errors first, then warnings, then notes, each in the order they were found. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}
