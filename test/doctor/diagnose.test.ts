import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { AskPage } from '../../src/doctor/check-web.ts'
import { diagnose, type MailSetup } from '../../src/doctor/diagnose.ts'
import { AppError } from '../../src/errors.ts'
import { healthy, probes, levels, setup } from './setup.ts'

describe('diagnose', () => {
  it('finds nothing wrong where nothing is', async () => {
    const findings = await diagnose(setup, probes(healthy))
    expect(findings.map(({ level }) => level)).toEqual(Array<string>(10).fill('ok'))
  })

  it('goes on where a name server does not answer, and says so', async () => {
    const broken = { 'news.example.com': ['SERVFAIL'], '_dmarc.news.example.com': ['SERVFAIL'] }
    const findings = await diagnose(setup, probes({ ...healthy, ...broken }))
    expect(findings.filter(({ level }) => level === 'unknown').map(({ check }) => check)).toEqual(['spf', 'dmarc'])
    expect(findings.map(({ check }) => check)).toContain('unsubscribe')
  })

  it('has a finding for every check without a sender or pages', async () => {
    const bare: MailSetup = {
      settings: [],
      exposedFiles: [],
      servers: [{ host: 'localhost', port: 25, security: 'none' }],
      keys: [],
    }
    const findings = await diagnose(bare, probes({}))
    expect(new Set(findings.map(({ check }) => check)).size).toBe(9)
  })
})

describe('config', () => {
  it('has one error per problem, and so has a key that cannot be read', async () => {
    const settings = [{ problem: 'newsletter.from is not set', fix: 'Set it.' }]
    expect(await levels('config', { setup: { settings } })).toEqual(['error: newsletter.from is not set'])
    const keys = [{ domain: 'news.example.com', selector: 'one', problem: 'No key.' }]
    expect(await levels('dkim', { setup: { keys } })).toEqual(['error: No key.'])
  })
})

describe('smtp', () => {
  it('repeats what the server says to a log-in that it refuses', async () => {
    const logIn = async (): Promise<void> => {
      throw new AppError('unavailable', 'The SMTP server refused the log-in (535 5.7.8 no).')
    }
    expect(await levels('smtp', { probes: { logIn } })).toEqual([expect.stringContaining('535 5.7.8')])
  })

  it('warns of a way in clear to another machine', async () => {
    const servers = [{ host: 'mail.example.com', port: 25, security: 'none' }]
    expect(await levels('smtp', { setup: { servers } })).toEqual([
      expect.stringMatching(/^ok/),
      expect.stringMatching(/^warning: .* in clear/),
    ])
  })
})

describe('ptr', () => {
  it.each([
    ['no name', { '192.0.2.25': [] }, /^warning: .* has no name/],
    ['a name that leads elsewhere', { '192.0.2.25': ['host.example.net'] }, /^warning: .* does not lead back/],
  ])('knows %s', async (_, zone, expected) => {
    expect(await levels('ptr', { zone })).toEqual([expect.stringMatching(expected)])
  })

  it('takes a server that is given by its address', async () => {
    const servers = [{ host: '192.0.2.25', port: 25, security: 'none' }]
    expect(await levels('ptr', { setup: { servers }, zone: { 'mail.example.com': ['192.0.2.25'] } })).toEqual([
      'ok: 192.0.2.25 is mail.example.com, and back.',
    ])
  })

  it.each(['localhost', '127.0.0.1', '::1', '10.1.2.3'])('cannot tell for %s', async (host) => {
    expect(await levels('ptr', { setup: { servers: [{ host, port: 25, security: 'none' }] } })).toEqual([
      expect.stringMatching(/^unknown/),
    ])
  })
})

describe('web and unsubscribe', () => {
  it('wants https', async () => {
    expect(await levels('web', { setup: { publicUrl: 'http://news.example.com' } })).toEqual([
      expect.stringMatching(/^error: .* is not https/),
    ])
  })

  it.each([
    ['a redirect', async () => ({ status: 301 }), /^error: .* redirected/],
    ['another secret', async () => ({ status: 403 }), /^error: .* answers 403 to a link signed here/],
    ['any page that says yes', async () => ({ status: 200 }), /^error: .* takes forged links too/],
  ])('knows %s', async (_, ask, expected) => {
    expect(await levels('unsubscribe', { probes: { ask } })).toEqual([expect.stringMatching(expected)])
  })

  it('knows silence', async () => {
    const ask: AskPage = async () => {
      throw new AppError('unavailable', 'connect ECONNREFUSED')
    }
    expect(await levels('web', { probes: { ask } })).toEqual([expect.stringMatching(/^error: .* ECONNREFUSED/)])
    expect(await levels('unsubscribe', { probes: { ask } })).toEqual([expect.stringMatching(/^error: .* ECONNREFUSED/)])
    expect(await levels('clock', { probes: { ask } })).toEqual([expect.stringMatching(/^unknown/)])
  })
})

describe('clock', () => {
  it.each([
    ['1970-01-01T00:00:10Z', /^error: The clock shows 1970/],
    ['2026-11-24T06:05:20Z', /^warning: The clock is 300 seconds ahead/],
    ['2026-11-24T04:00:20Z', /^warning: The clock is 7200 seconds behind/],
  ])('judges %s', async (time, expected) => {
    expect(await levels('clock', { probes: { now: () => time as Instant } })).toEqual([expect.stringMatching(expected)])
  })
})
