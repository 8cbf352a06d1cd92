import type { Instant } from '../clock.ts'
import type { AskPage } from './check-web.ts'
import { findingsOf, type Finding } from './finding.ts'

const { ok, warning, error, unknown } = findingsOf('clock')
const mostSkewMs = 60_000

/** Compares the clock with the Date of an answer (RFC 9110 §6.6.1), which is right to a second or two. */
export async function checkClock(now: () => Instant, publicUrl: string | undefined, ask: AskPage): Promise<Finding[]> {
  if (now() < '2026-01-01' || now() > '2100-01-01') {
    return [error(`The clock shows ${now()}.`, 'Set it, and let NTP keep it: schedules and signatures depend on it.')]
  }
  const answer = publicUrl === undefined ? undefined : await ask(publicUrl).catch(() => undefined)
  const theirs = Date.parse(answer?.date ?? '')
  if (Number.isNaN(theirs)) {
    return [
      unknown(`The clock shows ${now()}; there was nobody to compare it with.`, 'Check that NTP is on (timedatectl).'),
    ]
  }
  const skewMs = Date.parse(now()) - theirs
  if (Math.abs(skewMs) <= mostSkewMs) return [ok(`The clock is right (${now()}).`)]
  const size = `${Math.round(Math.abs(skewMs) / 1000)} seconds ${skewMs > 0 ? 'ahead' : 'behind'}`
  return [warning(`The clock is ${size} of the web server’s.`, 'Let NTP keep it (timedatectl set-ntp true).')]
}
