/** Mail that is set up as it should be, and answers from around it, for tests of the doctor to break. */
import { generateKeyPairSync } from 'node:crypto'
import { isIP } from 'node:net'
import { expect } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { AskPage } from '../../src/doctor/check-web.ts'
import { diagnose, type Probes, type MailSetup } from '../../src/doctor/diagnose.ts'
import type { Dns } from '../../src/doctor/dns.ts'
import type { CheckName } from '../../src/doctor/finding.ts'
import { AppError } from '../../src/errors.ts'

/** Names and their TXT strings or addresses; addresses and their names. Everything else does not exist. */
export type Zone = Readonly<Record<string, readonly string[]>>

/** Answers from a zone. */
export function dnsOf(zone: Zone): Dns {
  const look = async (name: string): Promise<readonly string[]> => {
    if (zone[name]?.[0] === 'SERVFAIL') throw new AppError('unavailable', `No name server answers for ${name}.`)
    return zone[name] ?? []
  }
  // An address is no name, so a name server knows no address of it.
  const addresses = async (name: string) => (isIP(name) === 0 ? look(name) : [])
  return { txt: look, addresses, names: look }
}

/** The key that signs. */
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' })
/** The DKIM record of a key. */
export const recordOf = (key: Buffer): string => `v=DKIM1; k=rsa; p=${key.toString('base64')}`

/** Mail that is set up as it should be. */
export const setup: MailSetup = {
  settings: [],
  exposedFiles: [],
  servers: [{ host: 'mail.example.com', port: 587, security: 'starttls', user: 'news' }],
  fromDomain: 'news.example.com',
  returnDomain: 'news.example.com',
  keys: [{ domain: 'news.example.com', selector: 'one', publicKey: rsa }],
  publicUrl: 'https://news.example.com',
  links: { signed: 'https://news.example.com/unsubscribe/good', forged: 'https://news.example.com/unsubscribe/bad' },
}

/** The zone of `setup`. */
export const healthy: Zone = {
  'one._domainkey.news.example.com': [recordOf(rsa)],
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

/** Probes that find all well but for the zone and the changes. */
export function probes(zone: Zone, changes: Partial<Probes> = {}): Probes {
  return {
    dns: dnsOf(zone),
    ask: pages,
    now: () => '2026-11-24T06:00:00Z' as Instant,
    logIn: async () => {},
    ...changes,
  }
}

/** What one check finds, each as its level and message; whatever is not well has a fix. */
export async function levels(
  check: CheckName,
  given: { readonly setup?: Partial<MailSetup>; readonly zone?: Zone; readonly probes?: Partial<Probes> },
): Promise<string[]> {
  const zone = { ...healthy, ...given.zone }
  const findings = await diagnose({ ...setup, ...given.setup }, probes(zone, given.probes), [check])
  for (const { level, fix } of findings) expect(fix === undefined).toBe(level === 'ok')
  return findings.map(({ level, message }) => `${level}: ${message}`)
}
