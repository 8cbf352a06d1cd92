/**
 * What a failure means: for this recipient, for everybody, and for the pace. One pure function; unknown means temporary.
 * The rules stand in the order in which they are asked; the first that holds decides.
 */
import type { SmtpReply } from '../../mail/reply.ts'
import type { SmtpError } from '../transport.ts'

/**
 * What to do.
 *
 * - `doubt`: nobody knows whether the message was taken
 * - `release`: the message was not taken and the recipient is not to blame; back into the queue
 * - `defer`: not now; `slow` says that the receiving side asks for less
 * - `fail`: never; `suppress` says that the mailbox does not exist
 * - `pause`: it would fail for everybody; the campaign stops until somebody looks
 */
export type Decision =
  | { readonly action: 'doubt' }
  | { readonly action: 'release' }
  | { readonly action: 'defer'; readonly slow: 'nobody' | 'domain' | 'route' }
  | { readonly action: 'fail'; readonly suppress: boolean; readonly policy: boolean }
  | { readonly action: 'pause'; readonly reason: string }

/** Reads an SmtpError. */
export function decide(error: SmtpError): Decision {
  const { phase, reply, scope } = error
  // The final dot was written and nothing came back: the one ambiguous case of SMTP (RFC 5321 §6.1).
  if (phase === 'dot' && reply === undefined) return { action: 'doubt' }
  // 535 and 530: the log-in is refused. Trying again could lock the account.
  if (phase === 'login' || reply?.code === 535 || reply?.code === 530) return decideLogin(error)
  // A certificate that proves nothing: whoever answers there must not get the mail (RFC 3207 §4.1).
  if (phase === 'connect' && reply === undefined && error.permanent) return { action: 'pause', reason: error.message }
  // The message is larger than the server takes: it is for everybody (RFC 1870 §6.1).
  if (scope === 'campaign') return { action: 'pause', reason: error.message }
  // Nothing was answered before the dot: nothing was sent.
  if (reply === undefined)
    return error.permanent ? { action: 'fail', suppress: false, policy: false } : { action: 'release' }
  if (phase === 'connect' || phase === 'idle') return { action: 'release' }
  return reply.code >= 500 ? decidePermanent(error, reply) : decideTemporary(error, reply)
}

function decideLogin({ reply, message }: SmtpError): Decision {
  // 454 4.7.0: the server cannot check log-ins just now (RFC 4954 §6).
  if (reply !== undefined && reply.code < 500) return { action: 'release' }
  return { action: 'pause', reason: message }
}

function decideTemporary({ phase }: SmtpError, { code, enhancedStatus: status }: SmtpReply): Decision {
  const enhancedStatus: string = status ?? ''
  // 4yz to MAIL is about us and the server, not about the recipient.
  if (phase === 'mail') return { action: 'release' }
  // 4.7.26 to 4.7.40: large receivers miss SPF, DKIM, DMARC or TLS; temporary in name only.
  if (isAuthenticationPolicy(enhancedStatus)) return { action: 'defer', slow: 'domain' }
  // 4.7.0 and 4.7.28: "too many, too fast"; but 450 4.7.1 is how greylisting says "later".
  if (/^4\.7\.(0|28)$/.test(enhancedStatus)) return { action: 'defer', slow: 'domain' }
  // 421: the server closes the connection; fewer of them are opened to it.
  if (code === 421) return { action: 'defer', slow: 'route' }
  // 450, 451, 452, 4.2.2 (full), 4.3.2, 4.4.x and whatever else begins with 4.
  return { action: 'defer', slow: 'nobody' }
}

function decidePermanent(error: SmtpError, { code, enhancedStatus: status }: SmtpReply): Decision {
  const enhancedStatus: string = status ?? ''
  const { phase, message } = error
  // 552 to RCPT is "too many recipients" of old servers and temporary (RFC 5321 §4.5.3.1.10).
  if (code === 552 && phase === 'rcpt') return { action: 'defer', slow: 'nobody' }
  // 552 5.2.2: this mailbox is full; 5.2.3 and its kin: more than this mailbox takes.
  if (code === 552 && enhancedStatus === '5.2.2') return { action: 'defer', slow: 'nobody' }
  if (code === 552 && enhancedStatus.startsWith('5.2.')) return { action: 'fail', suppress: false, policy: false }
  // 552, 5.3.4 anywhere else: too large, for everybody.
  if (code === 552 || enhancedStatus === '5.3.4') return { action: 'pause', reason: message }
  // 5yz to MAIL: the sender is refused, and it is the same sender for everybody.
  if (phase === 'mail') return { action: 'pause', reason: message }
  // 5.7.26 to 5.7.40, 5.7.515: SPF, DKIM, DMARC, PTR or TLS are not as the receiver asks; no recipient's fault.
  if (isAuthenticationPolicy(enhancedStatus)) return { action: 'pause', reason: message }
  // 5.6.0: the message is malformed, and so is everybody's.
  if (enhancedStatus === '5.6.0') return { action: 'pause', reason: message }
  // 5.7.x at the data is about what is sent.
  if (enhancedStatus.startsWith('5.7.') && phase !== 'rcpt') return { action: 'pause', reason: message }
  // 5.7.x to RCPT: this receiver's policy; the mailbox may well exist.
  if (enhancedStatus.startsWith('5.7.')) return { action: 'fail', suppress: false, policy: true }
  return { action: 'fail', suppress: isNoMailbox(enhancedStatus), policy: false }
}

/** 5.1.1 bad mailbox, 5.1.2 bad domain, 5.1.6 moved, 5.1.10 null MX, 5.2.1 disabled (RFC 3463 §3.2, RFC 7505 §4.2). */
function isNoMailbox(enhancedStatus: string): boolean {
  return /^5\.(1\.(1|2|3|6|10)|2\.1)$/.test(enhancedStatus)
}

function isAuthenticationPolicy(enhancedStatus: string): boolean {
  const detail = Number(/^[45]\.7\.(\d+)$/.exec(enhancedStatus)?.[1] ?? 0)
  // 28 is a rate limit that stands among them.
  return detail === 515 || (detail >= 26 && detail <= 40 && detail !== 28)
}
