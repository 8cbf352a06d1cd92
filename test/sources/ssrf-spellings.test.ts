import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCode } from '../../src/errors.ts'
import { getGuarded } from '../../src/sources/guarded-get.ts'
import { probeLink } from '../../src/sources/probe-link.ts'

/** Spellings of this machine, of its network, and of where clouds keep their secrets. */
const spellings = [
  'http://127.0.0.1/',
  'HTTP://127.0.0.1/',
  'http://127.0.0.1:80/',
  'https://127.0.0.1:443/',
  'http:127.0.0.1',
  'http:/127.0.0.1',
  'http:\\\\127.0.0.1\\x',
  ' http://127.0.0.1/ ',
  'http://127.\t0.0.1/',
  'http://127.0.\n0.1/',
  'http://127.0.0.1./',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.255.255.254/',
  'http://127.000.000.001/',
  'http://0177.0.0.1/',
  'http://0177.0.0.01/',
  'http://017700000001/',
  'http://0x7f.1/',
  'http://0x7f.0x0.0x0.0x1/',
  'http://0x7f000001/',
  'http://0X7F000001/',
  'http://2130706433/',
  'http://%31%32%37.0.0.1/',
  'http://127%2E0%2E0%2E1/',
  'http://127。0。0。1/',
  'http://127．0．0．1/',
  'http://１２７.０.０.１/',
  'http://①②⑦.⓪.⓪.①/',
  'http://0/',
  'http://0.0.0.0/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
  'http://anything.localhost/',
  'http://127.0.0.1.nip.example/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.254/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[0000:0000:0000:0000:0000:0000:0000:0001]/',
  'http://[::]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b:1::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fe80::5efe:127.0.0.1]/',
  'http://[fc00::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://example.org\\@127.0.0.1/',
  'http://example.org:80\\@127.0.0.1/',
]

/** What is refused for what it is before any name is asked. */
const refused = [
  'http://localhost:5432/',
  'http://127.0.0.1:22/',
  'http://example.org:8080/',
  'http://example.org@127.0.0.1/',
  'http://127.0.0.1@example.org/',
  'http://user:secret@example.org/',
  'http://[fe80::1%25lo]/',
  'http://127.0.0.1%00.example.org/',
  'http://256.256.256.256/',
  'http://0x7f.0.0.1.example.0x/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:25/_MAIL',
  'ftp://127.0.0.1/',
  'dict://127.0.0.1:11211/stats',
  'ldap://127.0.0.1/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'unix:/var/run/docker.sock',
  '//127.0.0.1/',
  '127.0.0.1',
]

let sockets = 0
const count = (): number => sockets++
beforeAll(() => subscribe('net.client.socket', count))
afterAll(() => unsubscribe('net.client.socket', count))

/** Names lead inside, as they do for somebody who keeps a name server. */
const options = {
  timeoutMs: 5000,
  maxBytes: 1000,
  resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
}

describe('a spelling of what is inside', () => {
  it.each(spellings)('gets no connection: %j', async (url) => {
    for (const ask of [getGuarded, probeLink]) {
      const error: unknown = await ask(url, options).catch((reason: unknown) => reason)
      expect(errorCode(error)).toBe('invalid')
      expect(String(error)).toMatch(/is not on the public internet/)
    }
    expect(sockets).toBe(0)
  })

  it.each(refused)('is refused without asking for a name: %j', async (url) => {
    const resolve = () => Promise.reject(new Error('a name was asked'))
    for (const ask of [getGuarded, probeLink])
      expect(errorCode(await ask(url, { ...options, resolve }).catch((reason: unknown) => reason))).toBe('invalid')
    expect(sockets).toBe(0)
  })

  it('is counted, where it is allowed', async () => {
    const error: unknown = await getGuarded('http://127.0.0.1:9/', { ...options, allowedHosts: ['127.0.0.1:9'] }).catch(
      (reason: unknown) => reason,
    )
    expect([errorCode(error), sockets]).toEqual(['unavailable', 1])
  })
})
