/** Slows down where receivers ask for it: fewer connections for a route, a rest for a domain. */
export interface Throttle {
  /** Connections that may be used now. */
  readonly connections: number
  /** Epoch milliseconds until which nothing goes to the domain; 0 when it may. */
  restUntil(domain: string): number
  slowRoute(): void
  slowDomain(domain: string): void
  accepted(domain: string): void
}

const firstRestMs = 30_000
const longestRestMs = 3_600_000
/** Acceptances that buy one more connection. */
const acceptedPerStep = 200

/** Halves at each complaint, grows by one: the way that is fair to others on the same receiver. */
export function createThrottle(mostConnections: number, now: () => number): Throttle {
  const rests = new Map<string, { untilMs: number; restMs: number }>()
  let connections = mostConnections
  let acceptedCount = 0
  return {
    get connections() {
      return connections
    },
    restUntil(domain) {
      const untilMs = rests.size === 0 ? 0 : (rests.get(domain)?.untilMs ?? 0)
      return untilMs > now() ? untilMs : 0
    },
    slowRoute() {
      connections = Math.max(1, Math.floor(connections / 2))
      acceptedCount = 0
    },
    slowDomain(domain) {
      const before = rests.get(domain)
      // Several messages that were under way complain once.
      if (before && before.untilMs > now()) return
      const restMs = Math.min(longestRestMs, (before?.restMs ?? firstRestMs / 2) * 2)
      rests.set(domain, { restMs, untilMs: now() + restMs })
    },
    accepted(domain) {
      acceptedCount += 1
      if (connections < mostConnections && acceptedCount % acceptedPerStep === 0) connections += 1
      const rest = rests.size === 0 ? undefined : rests.get(domain)
      if (rest && rest.untilMs <= now()) {
        rest.restMs /= 2
        if (rest.restMs < firstRestMs / 2) rests.delete(domain)
      }
    },
  }
}
