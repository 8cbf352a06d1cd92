import { setTimeout as sleep } from 'node:timers/promises'
import { decide } from './decide.ts'
import { SmtpError, type MailSession, type Route } from '../transport.ts'

/** A server and its share of the sessions. */
export interface WeightedRoute {
  readonly route: Route
  readonly weight: number
}

/** A session and the route it goes over. */
export interface Opened {
  readonly session: MailSession
  readonly route: Route
}

/** Opens sessions where servers serve, and waits where none does. */
export interface RouteGate {
  /**
   * A session to the server whose turn it is. Servers that fail are left alone for a while; when all do, one connection at
   * a time tries them.
   *
   * @returns undefined when the signal has fired
   * @throws SmtpError that would be the same for everybody, such as a refused log-in, or when nobody served for too long
   */
  open(signal: AbortSignal): Promise<Opened | undefined>
  /** Says how a session did, after it was open: a message was accepted, or this is why it died. */
  report(route: Route, failure?: SmtpError): void
}

interface Health {
  readonly route: Route
  readonly weight: number
  turn: number
  failures: number
  restUntilMs: number
  /** It asks for no log-in, or has let somebody in since the sender started. */
  isProven: boolean
  /** The first session that is being opened: a wrong password is tried once, and not by every connection. */
  proving: Promise<void> | undefined
}

/** What is known of all servers together. */
interface Trouble {
  sinceMs: number | undefined
  lastDeath: SmtpError | undefined
}

/** One session that dies is a bad moment; so many in a row, on every server, are a server that takes nothing. */
const fewestDeaths = 3
const firstRestMs = 250
const longestRestMs = 30_000

/** @param giveUpAfterMs how long nobody may serve before that is an error; 0 fails at once */
export function createRouteGate(
  routes: readonly WeightedRoute[],
  { giveUpAfterMs, now }: { readonly giveUpAfterMs: number; readonly now: () => number },
): RouteGate {
  const all = routes.map(({ route, weight }) => createHealth(route, weight))
  const trouble: Trouble = { sinceMs: undefined, lastDeath: undefined }
  let probing: Promise<unknown> = Promise.resolve()

  const lastsTooLong = (): boolean => now() - (trouble.sinceMs ?? now()) >= giveUpAfterMs
  const tryOnce = async (signal: AbortSignal): Promise<Opened | undefined> => {
    const health = pickNext(all, now())
    if (!health) {
      const nextMs = Math.min(...all.map(({ restUntilMs }) => restUntilMs))
      await sleep(Math.max(1, nextMs - now()), undefined, { signal }).catch(() => undefined)
      return undefined
    }
    if (health.proving) {
      await health.proving
      return undefined
    }
    try {
      return await openOn(health, signal, () => fail(health, trouble, now()))
    } catch (error) {
      if (!(error instanceof SmtpError) || signal.aborted) throw error
      const isHopeless = decide(error).action === 'pause' && all.length === 1
      if (isHopeless || lastsTooLong()) throw error
      return undefined
    }
  }
  return {
    async open(signal) {
      while (!signal.aborted) {
        // Servers that greet everybody and then serve nobody are away as well.
        const isEverywhere = all.every(({ failures }) => failures >= fewestDeaths)
        if (trouble.lastDeath && isEverywhere && lastsTooLong()) throw trouble.lastDeath
        const isFailing = trouble.sinceMs !== undefined
        const attempt = isFailing ? probing.then(() => tryOnce(signal)) : tryOnce(signal)
        if (isFailing) probing = attempt.catch(() => undefined)
        try {
          const opened = await attempt
          if (opened) return opened
        } catch (error) {
          if (signal.aborted) return undefined
          throw error
        }
      }
      return undefined
    },
    report(route, failure) {
      const health = all.find((candidate) => candidate.route === route)
      if (health && failure === undefined) heal(health, trouble)
      else if (health) fail(health, trouble, now())
      trouble.lastDeath = failure
    },
  }
}

function createHealth(route: Route, weight: number): Health {
  return { route, weight, turn: 0, failures: 0, restUntilMs: 0, isProven: route.logsIn !== true, proving: undefined }
}

/** Opens a session; who waits for the first one goes on when it is known what became of it. */
async function openOn(health: Health, signal: AbortSignal, onFailure: () => void): Promise<Opened> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (!health.isProven) health.proving = promise
  try {
    const session = await health.route.openSession(signal)
    health.isProven = true
    return { session, route: health.route }
  } catch (error) {
    if (error instanceof SmtpError && !signal.aborted) onFailure()
    throw error
  } finally {
    health.proving = undefined
    resolve()
  }
}

function fail(health: Health, trouble: Trouble, nowMs: number): void {
  // Many connections that fail at once tell of one trouble, and rest no longer than one would.
  if (health.restUntilMs > nowMs) return
  health.failures += 1
  health.restUntilMs = nowMs + Math.min(longestRestMs, firstRestMs * 2 ** (health.failures - 1))
  trouble.sinceMs ??= nowMs
}

function heal(health: Health, trouble: Trouble): void {
  health.failures = 0
  health.restUntilMs = 0
  trouble.sinceMs = undefined
}

/** Smooth weighted round robin over those that are not resting. */
function pickNext(all: readonly Health[], nowMs: number): Health | undefined {
  const ready = all.filter(({ restUntilMs }) => restUntilMs <= nowMs)
  const total = ready.reduce((sum, { weight }) => sum + weight, 0)
  for (const health of ready) health.turn += health.weight
  const [best] = ready.toSorted((a, b) => b.turn - a.turn)
  if (best) best.turn -= total
  return best
}
