/** The wiring of the doctor: settings in, what is to be looked at and the instruments out. */
import { createPublicKey } from 'node:crypto'
import type { App } from '../app.ts'
import { listPluginProblems } from './plugins.ts'
import { buildSigner } from './sending/signer.ts'
import { checkSender, smtpOptions } from './sending/delivery.ts'
import { listServers } from './sending/routes.ts'
import { parseDkimKey } from '../delivery/dkim/dkim-key.ts'
import { openSmtpTransport } from '../delivery/smtp-transport.ts'
import type { SigningKey } from '../doctor/check-dkim.ts'
import type { AskPage } from '../doctor/check-web.ts'
import { diagnose, type Patient, type SmtpServer } from '../doctor/diagnose.ts'
import { createSystemDns, type Dns } from '../doctor/dns.ts'
import type { CheckName, Finding } from '../doctor/finding.ts'
import { AppError, ConfigError } from '../errors.ts'
import { buildNewsletter } from '../issue/newsletter.ts'
import { type AddrSpec, domainOf, getMailbox } from '../mail/address.ts'
import { buildSchedules } from '../schedule/build-schedules.ts'
import { createToken, parseTokenKeys } from '../subscribers/token.ts'

/** What to look at, and with which resolver. */
export interface DoctorChoices {
  readonly only?: readonly CheckName[]
  /** Selectors of the keys that the mail server signs with. */
  readonly selectors?: readonly string[]
  readonly dns?: Dns
}

/** Looks at everything that mail depends on; changes nothing, sends nothing. */
export async function examine(
  app: App,
  { only, selectors = [], dns = createSystemDns() }: DoctorChoices,
): Promise<Finding[]> {
  const instruments = { dns, ask: askPage, now: () => app.clock.now(), logIn }
  const plugins = await listPluginProblems(app)
  return diagnose(buildPatient(app, selectors, plugins), instruments, only)

  async function logIn(server: SmtpServer): Promise<void> {
    const options = listServers(app).find(({ host, port }) => host === server.host && port === server.port)
    const transport = openSmtpTransport({ ...(options ?? smtpOptions(app)), connections: 1 })
    await transport.verify().finally(() => transport.close())
  }
}

function buildPatient(app: App, selectors: readonly string[], plugins: readonly string[]): Patient {
  const { config } = app
  const from = readAddress(config.newsletter.from, 'newsletter.from')
  const returnPath = readAddress(config.delivery.returnPath, 'delivery.returnPath') ?? from
  const links = buildLinks(app)
  return {
    settings: [
      ...listProblems(app),
      ...plugins.map((problem) => ({ problem, fix: 'Correct the module, or its name.' })),
    ],
    servers: config.plugins.transport === undefined ? listServers(app) : [],
    keys: from === undefined ? [] : listKeys(app, domainOf(from), selectors),
    ...(from === undefined ? {} : { fromDomain: domainOf(from) }),
    ...(returnPath === undefined ? {} : { returnDomain: domainOf(returnPath) }),
    ...(config.web.publicUrl === undefined ? {} : { publicUrl: config.web.publicUrl }),
    ...(links === undefined ? {} : { links }),
  }
}

/** Every problem that a command would meet, each from the function that would meet it. */
function listProblems(app: App): { problem: string; fix: string }[] {
  const problems = [
    () => buildNewsletter(app.config, app.source),
    () => checkSender(app),
    () => buildSchedules(app.config.schedules, app.source),
    () => buildSigner(app, buildNewsletter(app.config, app.source)),
  ].flatMap(readProblems)
  const postal =
    app.config.newsletter.postalAddress === undefined
      ? [
          {
            problem:
              'newsletter.postalAddress (COURANT_NEWSLETTER_POSTAL_ADDRESS) is not set, so preflight stops each issue.',
            fix: 'Set it; law asks for one in the footer.',
          },
        ]
      : []
  const needsSecret = app.config.web.publicUrl !== undefined || app.config.delivery.returnPath !== undefined
  const secret =
    needsSecret && app.secrets.secret === undefined
      ? [
          {
            problem: 'COURANT_SECRET is not set, so links and return paths cannot be signed.',
            fix: 'Set it to the output of: openssl rand -hex 32',
          },
        ]
      : []
  return [...problems, ...postal, ...secret]
}

function readProblems(read: () => unknown): { problem: string; fix: string }[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => ({ problem, fix: 'Correct the setting.' }))
    if (error instanceof AppError) return [{ problem: error.message, fix: 'Correct the setting.' }]
    throw error
  }
}

/** Addresses that are none are a finding of the settings already. */
function readAddress(text: string | undefined, what: string): AddrSpec | undefined {
  if (text === undefined) return undefined
  try {
    return getMailbox(text, what).address
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** The keys that sign here, with their public halves, and those of the mail server by their names only. */
function listKeys({ config: { dkim }, secrets }: App, fromDomain: string, selectors: readonly string[]): SigningKey[] {
  const domain = dkim.domain ?? fromDomain
  const own = [
    [secrets.dkimKey, dkim.selector],
    [secrets.dkimEd25519Key, dkim.ed25519Selector],
  ] as const
  const keys = own.flatMap(([pem, selector]): SigningKey[] => {
    if (pem === undefined) return []
    const [unusable] = readProblems(() => parseDkimKey(pem, { domain, selector }))
    if (unusable !== undefined) return [{ domain, selector, problem: unusable.problem }]
    const { privateKey } = parseDkimKey(pem, { domain, selector })
    return [{ domain, selector, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }) }]
  })
  return [...keys, ...selectors.map((selector) => ({ selector, domain }))]
}

/** Links for nobody: no subscriber has this id, so that following one changes nothing. */
function buildLinks({ config, secrets, source, clock }: App): Patient['links'] {
  const { publicUrl } = config.web
  if (
    publicUrl === undefined ||
    secrets.secret === undefined ||
    readProblems(() => buildNewsletter(config, source)).length > 0
  )
    return undefined
  const { listId } = buildNewsletter(config, source)
  const token = createToken(
    parseTokenKeys(secrets.secret),
    { purpose: 'unsubscribe', list: listId, subscriberId: 'nobody' },
    clock.now(),
  )
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
