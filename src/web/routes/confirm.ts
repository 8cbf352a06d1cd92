import type { Context, Hono } from 'hono'
import type { Instant } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import { readForm } from '../requests/form.ts'
import { buildProof, buildReaderPath, readClaim } from '../readers/reader-token.ts'
import { takeSignUpTurn } from '../requests/sign-up-limits.ts'
import { buildHead, sendPage, type Site } from '../site.ts'

/** Confirming a subscription: a button, because programs that look at mails follow every link. */
export function addConfirmRoutes(app: Hono, site: Site): void {
  app.get('/confirm/:token', (c) => ask(c, site))
  app.post('/confirm/:token', async (c) => {
    const { claim, isExpired, issuedAt } = readClaim(c, site, 'confirm')
    const choice = (await readForm(c)).get('choice')
    switch (choice) {
      case 'confirm':
        return isExpired ? ask(c, site) : confirm(c, site, { claim, issuedAt })
      case 'again':
        return sendAgain(c, site, claim)
      case 'refuse':
        return refuse(c, site, claim)
      default:
        throw new AppError('invalid', 'The form came without an answer. Please press one of its buttons.')
    }
  })
}

function ask(c: Context, site: Site): Response {
  const { isExpired } = readClaim(c, site, 'confirm')
  const path = `/confirm/${c.req.param('token') ?? ''}`
  const view = { ...buildHead(site, 'Confirm'), path, expired: isExpired, wording: formatWording(site) }
  return sendPage(c, site, ['confirm', view])
}

/** A second click finds what the first one did, and says the same. */
async function confirm(
  c: Context,
  site: Site,
  { claim, issuedAt }: { readonly claim: TokenClaim; readonly issuedAt: Instant },
): Promise<Response> {
  const isNew = await site.readers.confirm(claim, { ...buildProof(c, site, '/confirm', formatWording(site)), issuedAt })
  const reader = await site.readers.find(claim)
  if (reader?.status !== 'confirmed') {
    throw new AppError('conflict', 'This address was taken off the list in the meantime. You can subscribe again.')
  }
  // Whoever confirmed is on the list, whether the welcome arrives or not.
  if (isNew) site.background.add(() => site.readers.sendWelcome(claim))
  const preferencesPath = buildReaderPath(site, claim, 'preferences')
  const firstIssue = site.findFirstIssue(reader.wishes) ?? ''
  const view = { ...buildHead(site, 'Welcome'), address: reader.address, preferencesPath, firstIssue }
  return sendPage(c, site, ['confirmed', view])
}

async function sendAgain(c: Context, site: Site, claim: TokenClaim): Promise<Response> {
  await takeSignUpTurn(c, site)
  const proof = buildProof(c, site, '/confirm', formatWording(site))
  site.background.add(() => site.readers.sendConfirmationAgain(claim, proof))
  return sendPage(c, site, ['checkInbox', buildHead(site, 'Check your inbox')])
}

/** Somebody else typed the address in; whoever is confirmed already has an unsubscribe link for that. */
async function refuse(c: Context, site: Site, claim: TokenClaim): Promise<Response> {
  const reader = await site.readers.find(claim)
  if (reader?.status === 'unconfirmed') await site.readers.unsubscribe(claim, buildProof(c, site, '/confirm'))
  const view = {
    ...buildHead(site, 'Never again'),
    heading: 'Understood',
    message: `${site.newsletter.name} will not write to this address${reader?.status === 'confirmed' ? ' once you press Unsubscribe in a mail' : ''}.`,
    id: '',
  }
  return sendPage(c, site, ['problem', view])
}

function formatWording({ newsletter }: Site): string {
  return `Please confirm that you want ${newsletter.name} by email.`
}
