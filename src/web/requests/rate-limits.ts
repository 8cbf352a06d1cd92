import { isIPv4, isIPv6 } from 'node:net'
import type { Instant } from '../../clock.ts'

/** How often something may happen in a window of time. */
export interface RateLimit {
  readonly limit: number
  readonly windowSeconds: number
}

/** The port to counters that outlive the process and hold for every process. */
export interface RateLimits {
  /** Counts one more in a bucket; says whether it is still within the limit. */
  take(bucket: string, rule: RateLimit & { readonly now: Instant }): Promise<boolean>
}

/** Limits of the sign-up form. A mail to a stranger costs them attention, so one network may not cause many. */
export const signUpLimits = {
  network: { limit: 20, windowSeconds: 600 },
  everybody: { limit: 120, windowSeconds: 60 },
} as const satisfies Record<string, RateLimit>

const maxRemembered = 10_000

/** The same limits, but a bucket that is full is remembered until its window ends, so that a flood costs no writing. */
export function rememberRefusals(limits: RateLimits): RateLimits {
  const fullUntil = new Map<string, number>()
  return {
    async take(bucket, rule) {
      const nowMs = Date.parse(rule.now)
      if ((fullUntil.get(bucket) ?? 0) > nowMs) return false
      fullUntil.delete(bucket)
      if (await limits.take(bucket, rule)) return true
      const windowMs = rule.windowSeconds * 1000
      if (fullUntil.size >= maxRemembered) fullUntil.clear()
      fullUntil.set(bucket, (Math.floor(nowMs / windowMs) + 1) * windowMs)
      return false
    },
  }
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
