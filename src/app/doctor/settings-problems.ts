/** The wiring of the doctor's look at the settings: each check is the function that a command would meet it in. */
import type { App } from '../../app.ts'
import type { MailSetup } from '../../doctor/diagnose.ts'
import { AppError, ConfigError } from '../../errors.ts'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { buildSchedules } from '../../schedule/build-schedules.ts'
import { parseTokenKeys } from '../../subscribers/token.ts'
import { checkSender } from '../sending/delivery.ts'
import { buildSigner } from '../sending/signer.ts'

/** Every problem that a command would meet, and what preflight and signed links want beside. */
export function listSettingsProblems(app: App): MailSetup['settings'] {
  const { config, secrets, source } = app
  const problems = [
    () => buildNewsletter(config, source),
    () => checkSender(app),
    () => buildSchedules(config.schedules, source),
    () => buildSigner(app, buildNewsletter(config, source)),
    () => (secrets.secret === undefined ? undefined : parseTokenKeys(secrets.secret)),
  ].flatMap(readProblems)
  const noPostalAddress = {
    problem: 'newsletter.postalAddress (COURANT_NEWSLETTER_POSTAL_ADDRESS) is not set, so preflight stops each issue.',
    fix: 'Set it; law asks for one in the footer.',
  }
  const noSecret = {
    problem: 'COURANT_SECRET is not set, so links and return paths cannot be signed.',
    fix: 'Set it to the output of: openssl rand -hex 32',
  }
  const needsSecret = config.web.publicUrl !== undefined || config.delivery.returnPath !== undefined
  return [
    ...problems,
    ...(config.newsletter.postalAddress === undefined ? [noPostalAddress] : []),
    ...(needsSecret && secrets.secret === undefined ? [noSecret] : []),
  ]
}

/** What is wrong with settings that a function cannot read; nothing where it can. */
export function readProblems(read: () => unknown): MailSetup['settings'] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problems = error instanceof ConfigError ? error.problems : [error.message]
    return problems.map((problem) => ({ problem, fix: 'Correct the setting.' }))
  }
}
