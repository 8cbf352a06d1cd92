import { describe, expect, it } from 'vitest'
import { diagnose, type MailSetup } from '../../src/doctor/diagnose.ts'
import type { Dns } from '../../src/doctor/dns.ts'
import { dnsOf, probes, levels, setup, type Zone } from './setup.ts'

describe('dmarc (RFC 9989)', () => {
  const dmarc = (zone: Zone, changes: Partial<MailSetup> = {}) =>
    levels('dmarc', { setup: changes, zone: { '_dmarc.example.com': [], ...zone } })

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
    const [finding] = await diagnose(setup, probes({}), ['dmarc'])
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
    await diagnose({ ...setup, fromDomain, returnDomain: fromDomain }, probes({}, { dns }), ['dmarc'])
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
