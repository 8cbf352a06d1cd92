/** The wiring of the doctor: settings in, what is to be looked at and the probes out. */
import type { App } from '../../app.ts'
import { openSmtpTransport } from '../../delivery/smtp/smtp-transport.ts'
import type { AskPage } from '../../doctor/check-web.ts'
import { diagnose, type MailSetup, type SmtpServer } from '../../doctor/diagnose.ts'
import { createSystemDns } from '../../doctor/dns.ts'
import type { CheckName, Finding } from '../../doctor/finding.ts'
import { AppError } from '../../errors.ts'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { domainOf, parseMailbox } from '../../mail/address.ts'
import { createToken, parseTokenKeys } from '../../subscribers/token.ts'
import { listPluginProblems } from '../plugins.ts'
import { smtpOptions } from '../sending/delivery.ts'
import { listServers } from '../sending/routes.ts'
import { listExposedFiles } from './exposed-files.ts'
import { listSettingsProblems, readProblems } from './settings-problems.ts'
import { listSigningKeys } from './signing-keys.ts'

/** What to look at. */
export interface DoctorChoices {
  readonly only?: readonly CheckName[]
  /** Selectors of the keys that the mail server signs with. */
  readonly selectors?: readonly string[]
}

/** Looks at everything that mail depends on; changes nothing, sends nothing. */
export async function examine(app: App, { only, selectors = [] }: DoctorChoices): Promise<Finding[]> {
  const probes = { dns: createSystemDns(), ask: askPage, now: () => app.clock.now(), logIn }
  const plugins = await listPluginProblems(app)
  return diagnose(buildMailSetup(app, selectors, plugins), probes, only)

  async function logIn(server: SmtpServer): Promise<void> {
    const options = listServers(app).find(({ host, port }) => host === server.host && port === server.port)
    const transport = openSmtpTransport({ ...(options ?? smtpOptions(app)), connections: 1 })
    await transport.verify().finally(() => transport.close())
  }
}

function buildMailSetup(app: App, selectors: readonly string[], plugins: readonly string[]): MailSetup {
  const { config } = app
  // Addresses that are none are a finding of the settings already.
  const from = parseMailbox(config.newsletter.from ?? '')?.address
  const returnPath = parseMailbox(config.delivery.returnPath ?? '')?.address ?? from
  const links = buildLinks(app)
  return {
    settings: [
      ...listSettingsProblems(app),
      ...plugins.map((problem) => ({ problem, fix: 'Correct the module, or its name.' })),
    ],
    exposedFiles: listExposedFiles(app),
    servers: config.plugins.transport === undefined ? listServers(app) : [],
    keys: from === undefined ? [] : listSigningKeys(app, domainOf(from), selectors),
    ...(from === undefined ? {} : { fromDomain: domainOf(from) }),
    ...(returnPath === undefined ? {} : { returnDomain: domainOf(returnPath) }),
    ...(config.web.publicUrl === undefined ? {} : { publicUrl: config.web.publicUrl }),
    ...(links === undefined ? {} : { links }),
  }
}

/** Links for nobody: no subscriber has this id, so that following one changes nothing. */
function buildLinks({ config, secrets, source, clock }: App): MailSetup['links'] {
  const { publicUrl } = config.web
  const { secret } = secrets
  if (publicUrl === undefined || secret === undefined) return undefined
  const readParts = () => ({ list: buildNewsletter(config, source).listId, keys: parseTokenKeys(secret) })
  if (readProblems(readParts).length > 0) return undefined
  const { list, keys } = readParts()
  const token = createToken(keys, { purpose: 'unsubscribe', list, subscriberId: 'nobody' }, clock.now())
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
  return { signed: `${publicUrl}/unsubscribe/${token}`, forged: `${publicUrl}/unsubscribe/${forged}` }
}

const askPage: AskPage = async (url, request) => {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
    ...(request === undefined
      ? {}
      : {
          method: request.method,
          body: request.body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
  }).catch((error: unknown) => {
    const { cause, message } = error as Error
    throw new AppError('unavailable', cause instanceof Error ? cause.message : message, { cause: error })
  })
  await response.body?.cancel()
  const date = response.headers.get('date')
  return { status: response.status, ...(date === null ? {} : { date }) }
}
