import { generateKeyPairSync } from 'node:crypto'
import { isIP } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { AskPage } from '../../src/doctor/check-web.ts'
import { diagnose, type Instruments, type Patient } from '../../src/doctor/diagnose.ts'
import type { Dns } from '../../src/doctor/dns.ts'
import type { CheckName } from '../../src/doctor/finding.ts'
import { AppError } from '../../src/errors.ts'

/** Names and their TXT strings or addresses; addresses and their names. Everything else does not exist. */
type Zone = Readonly<Record<string, readonly string[]>>

function dnsOf(zone: Zone): Dns {
  const look = async (name: string): Promise<readonly string[]> => {
    if (zone[name]?.[0] === 'SERVFAIL') throw new AppError('unavailable', `No name server answers for ${name}.`)
    return zone[name] ?? []
  }
  // An address is no name, so a name server knows no address of it.
  const addresses = async (name: string) => (isIP(name) === 0 ? look(name) : [])
  return { txt: look, addresses, names: look }
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' })
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'der' })
const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })
const record = (key: Buffer): string => `v=DKIM1; k=rsa; p=${key.toString('base64')}`

const patient: Patient = {
  settings: [],
  servers: [{ host: 'mail.example.com', port: 587, security: 'starttls', user: 'news' }],
  fromDomain: 'news.example.com',
  returnDomain: 'news.example.com',
  keys: [{ domain: 'news.example.com', selector: 'one', publicKey: rsa }],
  publicUrl: 'https://news.example.com',
  links: { signed: 'https://news.example.com/unsubscribe/good', forged: 'https://news.example.com/unsubscribe/bad' },
}

const healthy: Zone = {
  'one._domainkey.news.example.com': [record(rsa)],
  'news.example.com': ['v=spf1 include:spf.example.net -all', 'some other text'],
  'spf.example.net': ['v=spf1 ip4:192.0.2.0/24 a mx -all'],
  '_dmarc.example.com': ['v=DMARC1; p=reject; sp=quarantine; rua=mailto:dmarc@example.com'],
  'mail.example.com': ['192.0.2.25'],
  '192.0.2.25': ['mail.example.com'],
}

const pages: AskPage = async (url) => ({
  status: url.endsWith('bad') ? 403 : 200,
  date: 'Tue, 24 Nov 2026 06:00:20 GMT',
})

function instruments(zone: Zone, changes: Partial<Instruments> = {}): Instruments {
  return {
    dns: dnsOf(zone),
    ask: pages,
    now: () => '2026-11-24T06:00:00Z' as Instant,
    logIn: async () => {},
    ...changes,
  }
}

async function levels(
  check: CheckName,
  given: { readonly patient?: Partial<Patient>; readonly zone?: Zone; readonly tools?: Partial<Instruments> },
): Promise<string[]> {
  const zone = { ...healthy, ...given.zone }
  const findings = await diagnose({ ...patient, ...given.patient }, instruments(zone, given.tools), [check])
  for (const { level, fix } of findings) expect(fix === undefined).toBe(level === 'ok')
  return findings.map(({ level, message }) => `${level}: ${message}`)
}

describe('diagnose', () => {
  it('finds nothing wrong where nothing is', async () => {
    const findings = await diagnose(patient, instruments(healthy))
    expect(findings.map(({ level }) => level)).toEqual(Array<string>(10).fill('ok'))
  })

  it('goes on where a name server does not answer, and says so', async () => {
    const broken = { 'news.example.com': ['SERVFAIL'], '_dmarc.news.example.com': ['SERVFAIL'] }
    const findings = await diagnose(patient, instruments({ ...healthy, ...broken }))
    expect(findings.filter(({ level }) => level === 'unknown').map(({ check }) => check)).toEqual(['spf', 'dmarc'])
    expect(findings.map(({ check }) => check)).toContain('unsubscribe')
  })

  it('has a finding for every check without a sender or pages', async () => {
    const bare: Patient = { settings: [], servers: [{ host: 'localhost', port: 25, security: 'none' }], keys: [] }
    const findings = await diagnose(bare, instruments({}))
    expect(new Set(findings.map(({ check }) => check)).size).toBe(9)
  })
})

describe('config', () => {
  it('has one error per problem, and so has a key that cannot be read', async () => {
    const settings = [{ problem: 'newsletter.from is not set', fix: 'Set it.' }]
    expect(await levels('config', { patient: { settings } })).toEqual(['error: newsletter.from is not set'])
    const keys = [{ domain: 'news.example.com', selector: 'one', problem: 'No key.' }]
    expect(await levels('dkim', { patient: { keys } })).toEqual(['error: No key.'])
  })
})

describe('smtp', () => {
  it('repeats what the server says to a log-in that it refuses', async () => {
    const logIn = async (): Promise<void> => {
      throw new AppError('unavailable', 'The SMTP server refused the log-in (535 5.7.8 no).')
    }
    expect(await levels('smtp', { tools: { logIn } })).toEqual([expect.stringContaining('535 5.7.8')])
  })

  it('warns of a way in clear to another machine', async () => {
    const servers = [{ host: 'mail.example.com', port: 25, security: 'none' }]
    expect(await levels('smtp', { patient: { servers } })).toEqual([
      expect.stringMatching(/^ok/),
      expect.stringMatching(/^warning: .* in clear/),
    ])
  })
})

describe('dkim (RFC 6376 §3.6.1)', () => {
  const at = 'one._domainkey.news.example.com'

  it.each([
    ['no record', [], /^error: There is no DKIM record/],
    ['a revoked key', ['v=DKIM1; p='], /^error: .* is revoked/],
    ['another key', [record(other)], /^error: .* of another key/],
    ['no key at all', ['v=DKIM1; p=AAAA'], /^error: .* holds no rsa key/],
    ['two records', [record(rsa), record(other)], /^error: There are 2 DKIM records/],
    ['a test', [`${record(rsa)}; t=y`], /^warning: .* is a test/],
  ])('knows %s', async (_, texts, expected) => {
    expect(await levels('dkim', { zone: { [at]: texts } })).toEqual([expect.stringMatching(expected)])
  })

  it('writes the record that is missing into the fix', async () => {
    const [finding] = await diagnose(patient, instruments({}), ['dkim'])
    expect(finding?.fix).toContain(record(rsa))
  })

  it('warns of 1024 bits (RFC 8301 §3.2), and reads Ed25519 (RFC 8463 §4)', async () => {
    const keys = [{ domain: 'news.example.com', selector: 'one' }]
    expect(await levels('dkim', { patient: { keys }, zone: { [at]: [record(weak)] } })).toEqual([
      expect.stringContaining('1024 bits'),
    ])
    const text = `v=DKIM1; k=ed25519; p=${ed25519.subarray(12).toString('base64')}`
    expect(await levels('dkim', { patient: { keys }, zone: { [at]: [text] } })).toEqual([
      expect.stringMatching(/^ok: .*ed25519/),
    ])
  })

  it('says that it cannot look without a selector', async () => {
    expect(await levels('dkim', { patient: { keys: [] } })).toEqual([expect.stringMatching(/^warning/)])
  })
})

describe('spf (RFC 7208)', () => {
  it.each([
    ['no record', ['other text'], [/^error: .* has no SPF record/]],
    ['two records (§4.5)', ['v=spf1 -all', 'v=spf1 ~all'], [/^error: .* has 2 SPF records/]],
    ['everybody', ['v=spf1 +all'], [/^error: .* lets everybody send/]],
    ['a record without an end', ['v=spf1 mx'], [/^warning: .* nothing of other senders/]],
    ['a neutral end', ['v=spf1 mx ?all'], [/^warning: .* neutral/]],
    ['an include of nothing (§5.2)', ['v=spf1 include:gone.example.net -all'], [/^ok/, /^error: .* includes gone/]],
    ['a redirect', ['v=spf1 redirect=spf.example.net'], [/^ok/]],
  ])('knows %s', async (_, texts, expected) => {
    expect(await levels('spf', { zone: { 'news.example.com': texts } })).toEqual(
      expected.map((pattern) => expect.stringMatching(pattern) as string),
    )
  })

  it('counts look-ups through includes, each as often as a receiver follows it (§4.6.4)', async () => {
    const many = Array.from({ length: 4 }, (_, n) => `include:s${n}.example.net`).join(' ')
    const inner = Object.fromEntries(
      Array.from({ length: 4 }, (_, n) => [`s${n}.example.net`, ['v=spf1 a mx include:end.example.net ~all']]),
    )
    const zone = { 'news.example.com': [`v=spf1 ${many} -all`], ...inner, 'end.example.net': ['v=spf1 a -all'] }
    const [, finding] = await levels('spf', { zone })
    expect(finding).toMatch(/^error: .* takes 20 look-ups/)
  })

  it.each([
    ['itself', { 'news.example.com': ['v=spf1 include:news.example.com -all'] }],
    [
      'two that include each other',
      {
        'news.example.com': ['v=spf1 include:one.example.net -all'],
        'one.example.net': ['v=spf1 redirect=two.example.net'],
        'two.example.net': ['v=spf1 include:one.example.net -all'],
      },
    ],
  ])('ends where a record includes %s', async (_, zone) => {
    expect(await levels('spf', { zone })).toEqual([
      expect.stringMatching(/^ok/),
      expect.stringMatching(/^error: .* takes more than 30 look-ups/),
    ])
  })

  it('counts no redirect beside an end, which nobody follows (§6.1)', async () => {
    const zone = { 'news.example.com': ['v=spf1 redirect=gone.example.net -all'] }
    expect(await levels('spf', { zone })).toEqual([expect.stringMatching(/^ok/)])
  })
})

describe('dmarc (RFC 9989)', () => {
  const dmarc = (zone: Zone, changes: Partial<Patient> = {}) =>
    levels('dmarc', { patient: changes, zone: { '_dmarc.example.com': [], ...zone } })

  it('takes the domain’s own record before one above (§4.10.1)', async () => {
    const [policy] = await dmarc({
      '_dmarc.news.example.com': ['v=DMARC1; p=none; rua=mailto:a@example.com'],
      '_dmarc.example.com': ['v=DMARC1; p=reject'],
    })
    expect(policy).toBe('ok: The DMARC policy is none (at _dmarc.news.example.com).')
  })

  it('takes the policy for subdomains of the organisation', async () => {
    const [policy] = await levels('dmarc', {})
    expect(policy).toBe(
      'ok: The DMARC policy is quarantine (at _dmarc.example.com, which holds for news.example.com too).',
    )
  })

  it('says what to add where there is none', async () => {
    const [finding] = await diagnose(patient, instruments({}), ['dmarc'])
    expect(finding).toMatchObject({ level: 'error', fix: expect.stringContaining('_dmarc.news.example.com') as string })
  })

  it('takes several records at one name for none', async () => {
    expect(await dmarc({ '_dmarc.news.example.com': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] })).toEqual([
      expect.stringMatching(/^error: news.example.com has no DMARC record/),
    ])
  })

  it('warns of a record without reports and of tags that are no more', async () => {
    expect(await dmarc({ '_dmarc.news.example.com': ['v=DMARC1; p=none; pct=50'] })).toEqual([
      expect.stringMatching(/^ok/),
      expect.stringMatching(/^warning: .* asks for no reports/),
      expect.stringMatching(/^warning: .* has pct/),
      expect.stringMatching(/^ok: DMARC can pass/),
    ])
  })

  it('refuses a policy that is none', async () => {
    expect((await dmarc({ '_dmarc.news.example.com': ['v=DMARC1; p=monitor; rua=mailto:a@example.com'] }))[0]).toMatch(
      /^error/,
    )
  })

  it('asks at most eight times, the second time at seven labels (§4.10)', async () => {
    const asked: string[] = []
    const dns: Dns = { ...dnsOf({}), txt: async (name) => (asked.push(name), []) }
    const fromDomain = 'a.b.c.d.e.f.g.h.mail.example.com'
    await diagnose({ ...patient, fromDomain, returnDomain: fromDomain }, instruments({}, { dns }), ['dmarc'])
    expect(asked[0]).toBe(`_dmarc.${fromDomain}`)
    expect(asked[1]).toBe('_dmarc.e.f.g.h.mail.example.com')
    expect(asked).toHaveLength(8)
    expect(asked.at(-1)).toBe('_dmarc.com')
  })

  it('ends the organisation below a registry (psd=y), and at psd=n (§4.10.2)', async () => {
    const zone = {
      '_dmarc.example': ['v=DMARC1; p=reject; psd=y; rua=mailto:a@example.com'],
      '_dmarc.one.shop.example': ['v=DMARC1; p=none; psd=n; rua=mailto:a@example.com'],
    }
    const below = await dmarc(zone, { fromDomain: 'news.shop.example', returnDomain: 'bounce.shop.example', keys: [] })
    expect(below).toEqual([expect.stringContaining('reject'), expect.stringMatching(/^ok: DMARC can pass by SPF/)])
    const apart = await dmarc(zone, { fromDomain: 'a.one.shop.example', returnDomain: 'shop.example', keys: [] })
    expect(apart.at(-1)).toMatch(/^warning: Neither SPF/)
    const registry = await dmarc(zone, { fromDomain: 'mine.example', returnDomain: 'yours.example', keys: [] })
    expect(registry.at(-1)).toMatch(/^warning: Neither SPF/)
  })

  it('knows that strict alignment wants the same domain (§4.4)', async () => {
    const zone = { '_dmarc.news.example.com': ['v=DMARC1; p=none; aspf=s; rua=mailto:a@example.com'] }
    expect((await dmarc(zone, { returnDomain: 'example.com', keys: [] })).at(-1)).toMatch(/^warning: Neither SPF/)
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
    expect(await levels('ptr', { patient: { servers }, zone: { 'mail.example.com': ['192.0.2.25'] } })).toEqual([
      'ok: 192.0.2.25 is mail.example.com, and back.',
    ])
  })

  it.each(['localhost', '127.0.0.1', '::1', '10.1.2.3'])('cannot tell for %s', async (host) => {
    expect(await levels('ptr', { patient: { servers: [{ host, port: 25, security: 'none' }] } })).toEqual([
      expect.stringMatching(/^unknown/),
    ])
  })
})

describe('web and unsubscribe', () => {
  it('wants https', async () => {
    expect(await levels('web', { patient: { publicUrl: 'http://news.example.com' } })).toEqual([
      expect.stringMatching(/^error: .* is not https/),
    ])
  })

  it.each([
    ['a redirect', async () => ({ status: 301 }), /^error: .* redirected/],
    ['another secret', async () => ({ status: 403 }), /^error: .* answers 403 to a link signed here/],
    ['any page that says yes', async () => ({ status: 200 }), /^error: .* takes forged links too/],
  ])('knows %s', async (_, ask, expected) => {
    expect(await levels('unsubscribe', { tools: { ask } })).toEqual([expect.stringMatching(expected)])
  })

  it('knows silence', async () => {
    const ask: AskPage = async () => {
      throw new AppError('unavailable', 'connect ECONNREFUSED')
    }
    expect(await levels('web', { tools: { ask } })).toEqual([expect.stringMatching(/^error: .* ECONNREFUSED/)])
    expect(await levels('unsubscribe', { tools: { ask } })).toEqual([expect.stringMatching(/^error: .* ECONNREFUSED/)])
    expect(await levels('clock', { tools: { ask } })).toEqual([expect.stringMatching(/^unknown/)])
  })
})

describe('clock', () => {
  it.each([
    ['1970-01-01T00:00:10Z', /^error: The clock shows 1970/],
    ['2026-11-24T06:05:20Z', /^warning: The clock is 300 seconds ahead/],
    ['2026-11-24T04:00:20Z', /^warning: The clock is 7200 seconds behind/],
  ])('judges %s', async (time, expected) => {
    expect(await levels('clock', { tools: { now: () => time as Instant } })).toEqual([expect.stringMatching(expected)])
  })
})
