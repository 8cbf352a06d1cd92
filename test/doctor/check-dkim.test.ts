import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/doctor/diagnose.ts'
import { probes, levels, setup, recordOf, rsa } from './setup.ts'

const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' })
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'der' })
const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })

describe('dkim (RFC 6376 §3.6.1)', () => {
  const at = 'one._domainkey.news.example.com'

  it.each([
    ['no record', [], /^error: There is no DKIM record/],
    ['a revoked key', ['v=DKIM1; p='], /^error: .* is revoked/],
    ['another key', [recordOf(other)], /^error: .* of another key/],
    ['no key at all', ['v=DKIM1; p=AAAA'], /^error: .* holds no rsa key/],
    ['two records', [recordOf(rsa), recordOf(other)], /^error: There are 2 DKIM records/],
    ['a test', [`${recordOf(rsa)}; t=y`], /^warning: .* is a test/],
  ])('knows %s', async (_, texts, expected) => {
    expect(await levels('dkim', { zone: { [at]: texts } })).toEqual([expect.stringMatching(expected)])
  })

  it('writes the record that is missing into the fix', async () => {
    const [finding] = await diagnose(setup, probes({}), ['dkim'])
    expect(finding?.fix).toContain(recordOf(rsa))
  })

  it('warns of 1024 bits (RFC 8301 §3.2), and reads Ed25519 (RFC 8463 §4)', async () => {
    const keys = [{ domain: 'news.example.com', selector: 'one' }]
    expect(await levels('dkim', { setup: { keys }, zone: { [at]: [recordOf(weak)] } })).toEqual([
      expect.stringContaining('1024 bits'),
    ])
    const text = `v=DKIM1; k=ed25519; p=${ed25519.subarray(12).toString('base64')}`
    expect(await levels('dkim', { setup: { keys }, zone: { [at]: [text] } })).toEqual([
      expect.stringMatching(/^ok: .*ed25519/),
    ])
  })

  it('says that it cannot look without a selector', async () => {
    expect(await levels('dkim', { setup: { keys: [] } })).toEqual([expect.stringMatching(/^warning/)])
  })
})
