/**
 * Looks at everything that mail depends on: settings, clock, SMTP server, the records of the domain, the pages. Nothing
 * is changed and nothing is sent. A check that cannot be carried out is a finding of its own and stops no other.
 */
import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import { checkClock } from './check-clock.ts'
import { checkDkim, type SigningKey } from './check-dkim.ts'
import { checkDmarc } from './check-dmarc.ts'
import { checkPtr } from './check-ptr.ts'
import { checkSpf } from './check-spf.ts'
import { checkUnsubscribe, checkWeb, type AskPage } from './check-web.ts'
import type { Dns } from './dns.ts'
import { checkNames, findingsOf, type CheckName, type Finding } from './finding.ts'

/** What is looked at. */
export interface MailSetup {
  /** What the settings lack, each with what to do. */
  readonly settings: readonly { readonly problem: string; readonly fix: string }[]
  /** Files with secrets that other users of the machine can read. */
  readonly exposedFiles: readonly string[]
  /** None where a module of the operator's sends. */
  readonly servers: readonly SmtpServer[]
  /** Domain of the From field; absent while no sender is set. */
  readonly fromDomain?: string
  /** Domain of the envelope sender. */
  readonly returnDomain?: string
  readonly keys: readonly SigningKey[]
  readonly publicUrl?: string
  readonly links?: { readonly signed: string; readonly forged: string }
}

/** A mail server of the settings. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly security: string
  readonly user?: string
}

/** The world, as the checks reach it. */
export interface Probes {
  readonly dns: Dns
  readonly ask: AskPage
  readonly now: () => Instant
  /** Connects to an SMTP server and logs in. */
  readonly logIn: (server: SmtpServer) => Promise<void>
}

/** Carries out the checks, in their order. */
export async function diagnose(
  setup: MailSetup,
  probes: Probes,
  only: readonly CheckName[] = checkNames,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of checkNames.filter((check) => only.includes(check))) {
    findings.push(...(await carryOut(name, setup, probes)))
  }
  return findings
}

async function carryOut(name: CheckName, setup: MailSetup, probes: Probes): Promise<Finding[]> {
  try {
    return await checks[name](setup, probes)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [findingsOf(name).unknown(error.message, 'Ask again later, or from another network.')]
  }
}

const noSender = 'Set newsletter.from first.'

const checks: Readonly<Record<CheckName, (setup: MailSetup, probes: Probes) => Promise<Finding[]>>> = {
  config: async (setup) => checkSettings(setup),
  clock: ({ publicUrl }, { now, ask }) => checkClock(now, publicUrl, ask),
  smtp: (setup, { logIn }) => askServers('smtp', setup, (server) => checkSmtp(server, logIn)),
  dkim: ({ keys }, { dns }) => checkDkim(keys, dns),
  spf: async ({ returnDomain }, { dns }) =>
    returnDomain === undefined
      ? [findingsOf('spf').unknown('There is no sender whose domain could be asked.', noSender)]
      : checkSpf(returnDomain, dns),
  dmarc: async ({ fromDomain, returnDomain, keys }, { dns }) =>
    fromDomain === undefined
      ? [findingsOf('dmarc').unknown('There is no sender whose domain could be asked.', noSender)]
      : checkDmarc(
          fromDomain,
          { spfDomain: returnDomain ?? fromDomain, dkimDomains: keys.map(({ domain }) => domain) },
          dns,
        ),
  ptr: (setup, { dns }) => askServers('ptr', setup, ({ host }) => checkPtr(host, dns)),
  web: ({ publicUrl }, { ask }) => checkWeb(publicUrl, ask),
  unsubscribe: ({ links }, { ask }) => checkUnsubscribe(links, ask),
}

async function askServers(
  check: CheckName,
  { servers }: MailSetup,
  ask: (server: SmtpServer) => Promise<Finding[]>,
): Promise<Finding[]> {
  if (servers.length > 0) return (await Promise.all(servers.map(ask))).flat()
  const message = 'plugins.transport sends, so no SMTP server was asked.'
  return [findingsOf(check).unknown(message, 'Send a test: courant send INPUT --to ADDRESS.')]
}

function checkSettings({ settings, exposedFiles }: MailSetup): Finding[] {
  const { ok, warning, error } = findingsOf('config')
  const exposed = exposedFiles.map((path) =>
    warning(`${path} holds secrets, and other users of this machine can read it.`, `chmod 600 ${path}`),
  )
  if (settings.length === 0) return [ok('The settings are complete.'), ...exposed]
  return [...settings.map(({ problem, fix }) => error(problem, fix)), ...exposed]
}

async function checkSmtp(smtp: SmtpServer, logIn: Probes['logIn']): Promise<Finding[]> {
  const { ok, warning, error } = findingsOf('smtp')
  const where = `${smtp.host}:${smtp.port}`
  try {
    await logIn(smtp)
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure
    return [error(failure.message, 'Correct the setting that is named, and ask again.')]
  }
  const login = smtp.user === undefined ? 'without a log-in' : `and logs ${smtp.user} in`
  const found = ok(`The SMTP server ${where} answers (${smtp.security}) ${login}.`)
  const isOpen = smtp.security === 'none' && !['localhost', '127.0.0.1', '::1'].includes(smtp.host)
  if (!isOpen) return [found]
  return [
    found,
    warning(
      `Mail goes to ${where} in clear.`,
      'Set smtp.security to starttls or tls, unless the network between is yours.',
    ),
  ]
}
