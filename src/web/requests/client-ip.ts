import { isIPv4, isIPv6 } from 'node:net'
import type { Context } from 'hono'

/** IP address of the reader; `unknown` without a socket. */
export function readClientIp(c: Context, { proxyCount }: { readonly proxyCount: number }): string {
  return findClientIp(readSocketIp(c), c.req.header('x-forwarded-for'), proxyCount)
}

/** IP address at the other end of the socket: the reader's, or a proxy's. */
export function readSocketIp(c: Context): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress
}

/** The network an address belongs to: /24 for IPv4, /64 for IPv6, whose every house has as many. */
export function formatNetwork(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (isIPv6(plain)) return `${expandIpv6(plain).slice(0, 4).join(':')}::/64`
  return 'unknown'
}

function expandIpv6(ip: string): string[] {
  const [head = '', tail] = ip.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after]
  return groups.map((group) => Number.parseInt(group, 16).toString(16))
}

/**
 * Who asks. Behind proxies the socket is the last proxy's; each adds the address it was called from to the right of
 * X-Forwarded-For, so what stands further left than our own proxies is what anybody may write.
 *
 * @param proxyCount how many proxies of ours stand in front
 */
export function findClientIp(
  socketIp: string | undefined,
  forwardedFor: string | undefined,
  proxyCount: number,
): string {
  if (proxyCount === 0 || forwardedFor === undefined) return socketIp ?? 'unknown'
  const hops = forwardedFor.split(',').map((hop) => hop.trim())
  const hop = hops.at(-proxyCount) ?? hops[0] ?? ''
  return isIPv4(hop) || isIPv6(hop) ? hop : (socketIp ?? 'unknown')
}
