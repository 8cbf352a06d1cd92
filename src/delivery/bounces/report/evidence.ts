import { findEnhancedStatuses, type DeliveryAction } from '../../../mail/dsn.ts'
import type { EnhancedStatus } from '../../../mail/reply.ts'

/** The SMTP command that was refused; an answer to RCPT is about the recipient, one to MAIL is about the sender. */
export type RefusedCommand = 'CONN' | 'MAIL' | 'RCPT' | 'DATA'

/** All that a bounce says of one recipient, before it is judged. */
export interface Evidence {
  readonly address: string
  /** The server's words, the most trustworthy first: Diagnostic-Code, SMTP lines of the notice, the notice itself. */
  readonly words: readonly string[]
  /** All that the mail system wrote, for what is worth knowing wherever it stands. */
  readonly notice: string
  readonly action?: DeliveryAction
  readonly status?: EnhancedStatus
  readonly command?: RefusedCommand
  /** Whether it comes from a machine-readable report (RFC 3464). */
  readonly structured: boolean
  /** The answer was chosen by the mailbox's owner from a list, so that it says nothing of whether the mailbox exists. */
  readonly isPreset?: boolean
}

// Each pattern is how one or more mail systems name the command they were answered at; the first group says which.
const commandPatterns = [
  /in reply to (?:end of )?(RCPT|DATA|MAIL|HELO|EHLO)/gi, // Postfix
  /\bafter (?:end of |pipelined )?(RCPT|MAIL|DATA|HELO|EHLO|initial connection)/gi, // Exim, GMX
  /did not like our (?:final )?(RCPT|DATA|MAIL|HELO|EHLO)/gi, // DragonFly Mail Agent
  /\[(RCPT_TO|MAIL_FROM|DATA|HELO|CONN)\]/g, // Yahoo
  /\bSMTP:(RCPT|DATA|MAIL)/g,
  / in (RCPT TO|MAIL FROM|DATA)\b/g, // SendGrid
  /^[ \t]*(RCPT|MAIL)[ \t](?:TO|FROM):[^\n]*\n\s*[45]\d\d[ -]/gim, // MDaemon
  />>> *(RCPT|DATA|MAIL|HELO|EHLO)[^\n]*\n\s*(?:received )?<<< *[45]\d\d/gi, // sendmail, Courier, au, InterScan
  /sent <<< *(RCPT|DATA|MAIL|HELO|EHLO)[^\n]*\n\s*received >>> *[45]\d\d/gi, // Trend Micro
  /^ *In: +(RCPT|DATA|MAIL)[^\n]*\n *Out: +[45]\d\d/gim, // Postfix to its postmaster
  /\bfor (RCPT|MAIL|TEXT|DATA|HELO|EHLO)\b[^\n]{0,10} command/g, // Kundenserver
  /Command: *(RCPT|MAIL|DATA|HELO|EHLO)[^\n]*\n\s*Response: *[45]\d\d/gi, // GroupWise
  /sent: *(RCPT|MAIL|DATA|HELO|EHLO)[^\n]*\n\s*Remote server replied: *[45]\d\d/gi, // hMailServer
  /SMTP command\s+(DATA|RCPT|MAIL)/gi, // m-FILTER
  /(does not like recipient)/gi, // qmail
  /(sender was rejected|my name was rejected)/gi, // qmail
  /(failed after I sent the message)/gi, // qmail
  /(SMTP transmission failure)/gi, // Oracle Messaging Server
  /\(state (1[0-9])\)/g, // Google
]

const meanings: readonly (readonly [RegExp, RefusedCommand])[] = [
  [/^RCPT|like recipient|^1[34]$/i, 'RCPT'],
  [/^DATA|^TEXT|after I sent|transmission|^1[5-8]$/i, 'DATA'],
  [/^MAIL|sender was|^12$/i, 'MAIL'],
  [/^(?:HELO|EHLO|CONN|initial)|my name/i, 'CONN'],
]

/** The command that the words say was refused; of several, the last, because a sender tries one host after the other. */
export function findCommand(words: string): RefusedCommand | undefined {
  for (const pattern of commandPatterns) {
    const said = [...words.matchAll(pattern)].at(-1)?.[1]
    const meaning = said === undefined ? undefined : meanings.find(([test]) => test.test(said))
    if (meaning) return meaning[1]
  }
  return undefined
}

const replyStart = /(?:^\s*|said: |: |<<< |out: |#|\()[45]\d\d(?:[ :-]|$)|(?:^|[(#:\s])[45]\.\d{1,3}\.\d{1,3}\b/i

/** SMTP answers among the words, each with the indented or unmarked lines that it goes on over. */
export function findReplyLines(words: string): string {
  let open = 0
  const lines = words.split('\n').filter((line) => {
    if (replyStart.test(line)) open = 4
    else if (line.trim() === '' || /^(?:\s*(?:>>>|<<<|---|In:|Out:)|<|\.\.\. )/.test(line)) open = 0
    else open -= 1
    return open > 0
  })
  return lines.join('\n')
}

/**
 * The status that says most (RFC 3463). The Status field of a report is often the sender's own guess, while the words of
 * the server that refused hold the exact one; where they quote the words of another server, the innermost counts.
 */
export function findStatus(
  declared: EnhancedStatus | undefined,
  diagnosticCode: string,
  replies: string,
): EnhancedStatus | undefined {
  const said = findEnhancedStatuses(diagnosticCode).findLast(isExact)
  const guessed = declared === undefined || declared.endsWith('.0.0')
  return said ?? (guessed ? (findEnhancedStatuses(`${diagnosticCode} ${replies}`)[0] ?? declared) : declared)
}

/** Whether a status says more than that something failed. */
export function isExact(status: string | undefined): boolean {
  return status !== undefined && !/\.[05]\.0$/.test(status)
}
