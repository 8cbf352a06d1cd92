import { describe, expect, it } from 'vitest'
import { levels } from './setup.ts'

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
