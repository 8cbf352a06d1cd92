import { BlockList, isIP, isIPv6 } from 'node:net'
import type { Dns } from './dns.ts'
import { findingsOf, type Finding } from './finding.ts'

const { ok, warning, unknown } = findingsOf('ptr')

/** Addresses that no receiver sees (RFC 1918, RFC 4193, RFC 6890). */
const inner = new BlockList()
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  inner.addSubnet(network, bits)
for (const [network, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inner.addSubnet(network, bits, 'ipv6')
inner.addAddress('::1', 'ipv6')

/** Whether each address of the SMTP server has a name that leads back to it; receivers refuse servers without. */
export async function checkPtr(host: string, dns: Dns): Promise<Finding[]> {
  const addresses = await listAddresses(host, dns)
  const outer = addresses.filter((address) => !inner.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
  if (outer.length === 0) {
    return [
      unknown(
        `${host} is a server of this machine or network; the address that it sends from is not known here.`,
        'On that server, check that the name of its public address leads back to the address.',
      ),
    ]
  }
  return Promise.all(outer.map((address) => checkAddress(address, dns)))
}

/** An address is no name that could be asked for. */
async function listAddresses(host: string, dns: Dns): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  return host === 'localhost' ? [] : dns.addresses(host)
}

async function checkAddress(address: string, dns: Dns): Promise<Finding> {
  const names = await dns.names(address)
  for (const name of names)
    if ((await dns.addresses(name)).includes(address)) return ok(`${address} is ${name}, and back.`)
  const message =
    names.length === 0
      ? `${address} has no name (PTR).`
      : `${address} is ${names.join(', ')}, which does not lead back.`
  return warning(
    message,
    'If this server delivers mail itself, let its owner set a name whose address is this one. A relay that passes mail on needs none.',
  )
}
