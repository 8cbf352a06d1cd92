import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, describe, expect, it } from 'vitest'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import { openSending } from '../../support/sending/sending.ts'

const folder = mkdtempSync(join(tmpdir(), 'courant-certificates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Keys of P-256, so that nobody waits for primes. */
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

function openssl(...args: readonly string[]): boolean {
  return spawnSync('openssl', args, { cwd: folder, stdio: 'ignore' }).status === 0
}

const hasOpenSsl = openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test')
if (!hasOpenSsl) process.stderr.write('Skipped: F16 with certificates, because the openssl program is not there.\n')

/** A certificate of the test's own authority, for a name and so many days; less than none is over already. */
function issueCertificate(name: string, days: number): { readonly key: string; readonly cert: string } {
  openssl('req', ...newKey, '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=server')
  writeFileSync(join(folder, 'names'), `subjectAltName=${name}\n`)
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names']
  openssl('x509', '-req', '-in', 'own.csr', '-out', 'own.pem', '-days', String(days), ...signing)
  return { key: readFileSync(join(folder, 'own.key'), 'utf8'), cert: readFileSync(join(folder, 'own.pem'), 'utf8') }
}

/** Sends to three readers through a server with this TLS, trusting the test's authority. */
async function sendOver(tls: SMTPServerOptions) {
  const got: boolean[] = []
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    onData(stream, session, done) {
      got.push(session.secure)
      stream.resume()
      stream.on('end', () => done())
    },
    ...tls,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  try {
    await using sending = await openSending({ readers: 3 })
    const { port } = server.server.address() as AddressInfo
    const trusted = { ca: readFileSync(join(folder, 'ca.pem')) }
    const options = { host: '127.0.0.1', port, security: 'starttls', connections: 1, timeoutMs: 2000 } as const
    const routes = [{ route: openSmtpRoute({ ...options, tls: trusted }), weight: 1 }]
    const { ended, reason, counts } = await sending.run({ routes, connections: 1, giveUpAfterMs: 500 })
    return { ended, reason, queued: counts.queued, got }
  } finally {
    await new Promise<void>((resolve) => server.close(resolve))
  }
}

describe.runIf(hasOpenSsl)('a campaign over STARTTLS', () => {
  it('goes to a server whose certificate is good', async () => {
    const result = await sendOver(issueCertificate('IP:127.0.0.1', 30))
    expect(result).toMatchObject({ ended: 'finished', got: [true, true, true] })
  })

  it.each([
    ['is over', 'IP:127.0.0.1', -1, /expired/],
    ['is for another name', 'DNS:mail.example.com', 30, /127\.0\.0\.1/],
  ] as const)('F16 pauses and sends nothing where the certificate %s', async (_what, name, days, words) => {
    const result = await sendOver(issueCertificate(name, days))
    expect(result).toMatchObject({ ended: 'paused', queued: 3, got: [] })
    expect(result.reason).toMatch(words)
  })

  it('F16 pauses and sends nothing where the server knows TLS 1.1 at most', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const result = await sendOver({ ...issueCertificate('IP:127.0.0.1', 30), ...old })
    expect(result).toMatchObject({ ended: 'paused', queued: 3, got: [] })
    expect(result.reason).toMatch(/^No secure connection to .* \(tlsv1 alert protocol version\)/)
  })
})
