import { BlockList, isIP } from 'node:net'

/** Networks that are not the public internet (IANA special-purpose registries, RFC 6890 and later). */
const closed = { ipv4: new BlockList(), ipv6: new BlockList() }
const networks4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
/** All but global unicast (2000::/3), and of that what is for documentation, or holds an IPv4 address inside. */
const networks6 = '::/3 2001::/23 2001:db8::/32 2002::/16 3fff::/20 4000::/2 8000::/1'
for (const network of networks4.split(' ')) addNetwork(network, 'ipv4')
for (const network of networks6.split(' ')) addNetwork(network, 'ipv6')

function addNetwork(network: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', length] = network.split('/')
  closed[family].addSubnet(address, Number(length), family)
}

/** Whether an IP address is on the public internet; an IPv4 address inside IPv6 (`::ffff:127.0.0.1`) counts as itself. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  const embedded = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address)
  if (embedded) return isPublicAddress(embedded[1] ?? formatEmbedded(embedded[2] ?? '', embedded[3] ?? ''))
  return family === 4 ? !closed.ipv4.check(address, 'ipv4') : !closed.ipv6.check(address, 'ipv6')
}

function formatEmbedded(high: string, low: string): string {
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}
