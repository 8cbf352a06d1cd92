import type { Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import { parseAddress } from '../../mail/address.ts'
import { escapeHtml } from '../../rendering/escape.ts'
import { adviseAddress } from '../../subscribers/address-advice.ts'
import { createFormStamp, readFormStamp, type StampReading } from '../requests/form-stamp.ts'
import { readForm } from '../requests/form.ts'
import { buildIssueLine } from '../issue-page.ts'
import { buildProof } from '../readers/reader-token.ts'
import { takeSignUpTurn } from '../requests/sign-up-limits.ts'
import { buildHead, buildOpenHead, sendPage, type Site } from '../site.ts'

/** What a form page shows beside the form; `stamp` is kept when the form is shown again. */
interface FormState {
  readonly address?: string
  readonly problem?: string
  readonly stamp?: string
  readonly doubted?: string
  readonly embedded?: boolean
}

/** Sign-up: the form, and the one answer that every address gets. */
export function addSubscribeRoutes(app: Hono, site: Site): void {
  app.get('/', (c) => showForm(c, site))
  app.get('/subscribe', (c) => showForm(c, site))
  app.post('/subscribe', (c) => subscribe(c, site))
  app.get('/subscribe/embed', (c) =>
    sendPage(c, site, ['embed', { ...buildOpenHead(site, 'Subscribe form'), snippet: formatSnippet(site) }]),
  )
  // Another site's form has no stamp of ours and may come from anywhere, so it changes nothing: it only fills in our form.
  app.post('/subscribe/embedded', async (c) => {
    const form = await readForm(c)
    return showForm(c, site, { address: form.get('address').slice(0, 254), embedded: true })
  })
}

async function subscribe(c: Context, site: Site): Promise<Response> {
  const form = await readForm(c)
  const [typed, stamp] = [form.get('address'), form.get('stamp')]
  const address = parseAddress(typed)
  if (address === undefined) {
    const problem = `“${typed.slice(0, 254)}” is no email address. It looks like name@example.com.`
    return showForm(c, site, { address: typed.slice(0, 254), problem, stamp }, 400)
  }
  const reading = readFormStamp(site.keys, stamp, site.clock.now())
  if (reading !== 'valid') return showForm(c, site, { address, ...explainStamp(reading, stamp) }, 400)
  const { suggestion } = adviseAddress(address)
  if (suggestion !== undefined && form.get('kept') !== address) {
    const problem = `Did you mean ${suggestion}? Write it so, or press the button once more to keep ${address}.`
    return showForm(c, site, { address, problem, stamp, doubted: address }, 400)
  }
  // Who fills in what no person sees gets the answer of everybody, and nothing happens.
  if (form.get('website') !== '') return sendCheckInbox(c, site)
  await takeSignUpTurn(c, site)
  const proof = buildProof(c, site, '/subscribe', formatWording(site))
  if (!site.background.add(() => site.readers.subscribe(address, proof))) {
    throw new AppError('unavailable', 'Very many people sign up at this moment. Please try again in a minute.')
  }
  return sendCheckInbox(c, site)
}

function explainStamp(reading: Exclude<StampReading, 'valid'>, stamp: string): FormState {
  if (reading === 'early')
    return { problem: 'That was quick. Is the address right? Then press the button once more.', stamp }
  return { problem: 'The form was open for a long time, or not whole. Please press the button once more.' }
}

async function showForm(c: Context, site: Site, state: FormState = {}, status: 200 | 400 = 200): Promise<Response> {
  c.header('Cache-Control', 'no-store')
  const issues = await site.archive.listPage({ limit: 3 })
  const view = {
    ...buildOpenHead(site, 'Subscribe', 'Free, and ended with one click'),
    stamp: readOwnStamp(site, state.stamp) ?? createFormStamp(site.keys, site.clock.now()),
    address: state.address ?? '',
    problem: state.problem ?? '',
    doubted: state.doubted ?? '',
    embedded: state.embedded ?? false,
    wording: formatWording(site),
    latest: issues.map((issue) => buildIssueLine(site, issue)),
  }
  return sendPage(c, site, ['subscribe', view], status)
}

/** A stamp that is good, or will be in a second, stays: otherwise the form could never be quick enough. */
function readOwnStamp({ keys, clock }: Site, stamp = ''): string | undefined {
  const reading = readFormStamp(keys, stamp, clock.now())
  return reading === 'valid' || reading === 'early' ? stamp : undefined
}

function sendCheckInbox(c: Context, site: Site): Response {
  c.header('Cache-Control', 'no-store')
  return sendPage(c, site, ['checkInbox', buildHead(site, 'Check your inbox')])
}

/** The sentence that is agreed to; it is kept with the consent. */
function formatWording({ newsletter }: Site): string {
  return `Send me ${newsletter.name} by email. We ask you once to confirm, nobody else gets the address, and every mail has a link that ends it.`
}

/** A form for other sites: plain HTML that needs nothing of ours to be loaded. */
function formatSnippet({ publicUrl, newsletter }: Site): string {
  return [
    `<form action="${escapeHtml(publicUrl)}/subscribe/embedded" method="post">`,
    `  <label for="courant-address">Get ${escapeHtml(newsletter.name)} by email</label>`,
    '  <input type="email" id="courant-address" name="address" autocomplete="email" required>',
    '  <button type="submit">Subscribe</button>',
    '</form>',
  ].join('\n')
}
