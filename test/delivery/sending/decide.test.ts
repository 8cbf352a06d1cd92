import { describe, expect, it } from 'vitest'
import { decide, type Decision } from '../../../src/delivery/sending/decide.ts'
import { SmtpError, type SmtpPhase, type SmtpScope } from '../../../src/delivery/transport.ts'
import { parseReply } from '../../../src/mail/reply.ts'

function failure(phase: SmtpPhase, words?: string, scope: SmtpScope = 'recipient'): SmtpError {
  const reply = words === undefined ? undefined : parseReply(words)
  const permanent = (reply?.code ?? 0) >= 500
  return new SmtpError(words ?? 'the connection was closed', { permanent, scope, phase, ...(reply ? { reply } : {}) })
}

const defer = (slow: 'nobody' | 'domain' | 'route'): Decision => ({ action: 'defer', slow })
const fail = (suppress: boolean, policy = false): Decision => ({ action: 'fail', suppress, policy })

/** What servers say, in which phase, and what it means; "pause" carries their words as the reason. */
const rows: readonly (readonly [SmtpPhase, string | undefined, Decision | 'pause'])[] = [
  ['dot', undefined, { action: 'doubt' }],
  ['body', undefined, { action: 'release' }],
  ['data', undefined, { action: 'release' }],
  ['rcpt', undefined, { action: 'release' }],
  ['mail', undefined, { action: 'release' }],
  ['idle', undefined, { action: 'release' }],
  ['connect', undefined, { action: 'release' }],
  ['connect', '421 4.3.2 Not now', { action: 'release' }],
  ['connect', '554 5.7.1 No service for you', { action: 'release' }],
  ['login', '535 5.7.8 Authentication credentials invalid', 'pause'],
  ['login', '454 4.7.0 Temporary authentication failure', { action: 'release' }],
  ['mail', '530 5.7.0 Must issue a STARTTLS command first', 'pause'],
  ['mail', '550 5.7.1 Sender not allowed', 'pause'],
  ['mail', '451 4.3.0 Queue file write error', { action: 'release' }],
  ['mail', '552 5.3.4 Message too big', 'pause'],
  ['rcpt', '450 4.7.1 Greylisted', defer('nobody')],
  ['rcpt', '450 4.2.0 Mailbox busy', defer('nobody')],
  ['rcpt', '452 4.2.2 Over quota', defer('nobody')],
  ['rcpt', '451 Try again', defer('nobody')],
  ['rcpt', '421 4.7.0 Try again later', defer('domain')],
  ['rcpt', '421 4.3.2 Shutting down', defer('route')],
  ['rcpt', '450 4.7.28 Rate limit', defer('domain')],
  ['dot', '421 4.7.28 Rate limit', defer('domain')],
  ['dot', '421 Timeout', defer('route')],
  ['dot', '451 4.7.26 Not authenticated', defer('domain')],
  ['dot', '452 4.3.1 Insufficient system storage', defer('nobody')],
  ['rcpt', '550 5.1.1 No such user', fail(true)],
  ['rcpt', '550 5.1.10 Null MX', fail(true)],
  ['rcpt', '553 5.1.2 No such domain', fail(true)],
  ['rcpt', '550 5.2.1 Disabled', fail(true)],
  ['rcpt', '552 5.2.2 Mailbox full', defer('nobody')],
  ['rcpt', '550 5.2.2 Mailbox full', fail(false)],
  ['rcpt', '550 No such user', fail(false)],
  ['rcpt', '550 5.7.1 Not from you', fail(false, true)],
  ['rcpt', '550 5.7.26 Not authenticated', 'pause'],
  ['rcpt', '550 5.7.515 Not authenticated', 'pause'],
  ['dot', '552 5.3.4 Message too big', 'pause'],
  ['dot', '552 Too big', 'pause'],
  ['dot', '552 5.2.2 Mailbox full', defer('nobody')],
  ['dot', '552 5.2.3 More than this mailbox takes', fail(false)],
  ['dot', '554 5.6.0 Malformed', 'pause'],
  ['dot', '554 5.7.1 Spam', 'pause'],
  ['dot', '550 5.7.28 Rate', 'pause'],
  ['dot', '554 Transaction failed', fail(false)],
]

describe('decide', () => {
  it.each(rows)('at %s, %s', (phase, words, decision) => {
    const expected = decision === 'pause' ? { action: 'pause', reason: words } : decision
    expect(decide(failure(phase, words))).toEqual(expected)
  })

  it('pauses for what is the same for every message of the campaign', () => {
    expect(decide(failure('mail', undefined, 'campaign'))).toMatchObject({ action: 'pause' })
  })

  it('fails for good what the route cannot carry to this recipient', () => {
    const error = new SmtpError('no SMTPUTF8', { permanent: true, scope: 'recipient', phase: 'mail' })
    expect(decide(error)).toEqual(fail(false))
  })
})
