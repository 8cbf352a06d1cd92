/** The wiring of preflight: a prepared issue and a reader in, findings out. */
import { setTimeout } from 'node:timers/promises'
import type { App } from '../app.ts'
import type { PreparedIssue } from './prepare.ts'
import { checkSignature } from './sending/signer.ts'
import { AppError } from '../errors.ts'
import { sortFindings, type Finding } from '../rendering/preflight/finding.ts'
import { checkReachability } from '../rendering/preflight/check-links.ts'
import type { SlotValues } from '../rendering/rendering.ts'
import { probeLink } from '../sources/probe-link.ts'

const probeTimeoutMs = 10_000

/** Everything that speaks against sending the issue; `values` are those of any one reader. */
export async function checkPrepared(app: App, prepared: PreparedIssue, values: SlotValues): Promise<Finding[]> {
  // The tables of client support take 100 ms to load, and few commands need them.
  const { checkRendering } = await import('../rendering/preflight/check-rendering.ts')
  const { issue, rendered } = prepared
  const { budgetBytes } = app.config.rendering
  const signature = await checkSignature(app, prepared, values)
  return sortFindings([...signature, ...checkRendering(rendered, { issue, values, budgetBytes })])
}

/** Asks every link of the issue that is no reader's own whether it answers; nothing inside the operator's network is. */
export async function checkLinksOf(
  { config }: App,
  { rendered }: PreparedIssue,
  onAsked?: () => void,
): Promise<Finding[]> {
  return checkReachability(rendered, {
    ask: (url) => probeLink(url, { timeoutMs: probeTimeoutMs, allowedHosts: config.sources.allowedHosts }),
    pause: (ms) => setTimeout(ms),
    ...(onAsked && { onAsked }),
  })
}

/** Stops a sending whose findings hold errors that nobody has allowed by name; gives the other findings. */
export function refuseErrors(findings: readonly Finding[], allowed: readonly string[]): Finding[] {
  const isBlocking = ({ severity, code }: Finding): boolean => severity === 'error' && !allowed.includes(code)
  const errors = findings.filter(isBlocking)
  if (errors.length === 0) return [...findings]
  const codes = [...new Set(errors.map(({ code }) => code))]
  throw new AppError(
    'invalid',
    `This issue is not sent, because of what preflight found:\n${errors.map(formatFinding).join('\n')}\n` +
      `Mend it, or send it all the same with: ${codes.map((code) => `--force ${code}`).join(' ')}`,
    { details: { findings: errors } },
  )
}

const labels = { error: 'blocks sending', warning: 'warning', note: 'note' }

/** A finding as a line for a terminal. */
export function formatFinding({ severity, code, message, where }: Finding): string {
  const place = where === undefined ? '' : ` [${where.part}${where.line === undefined ? '' : `, line ${where.line}`}]`
  return `${labels[severity]}: ${message} (${code})${place}`
}
