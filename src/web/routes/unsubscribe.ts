import type { Context, Hono } from 'hono'
import { dayOf, formatInstant, type Instant } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { formatDateline } from '../../rendering/views/dateline.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import type { PageReader } from '../readers/readers.ts'
import { isOneClick, readOneClickForm } from '../requests/form.ts'
import { buildProof, buildReaderPath, readClaim } from '../readers/reader-token.ts'
import { tellGoodbye } from '../readers/tell-reader.ts'
import { buildHead, sendPage, type Site } from '../site.ts'
import { savePreferences, showPreferences } from './preferences.ts'

const undoMs = 7 * 24 * 3600 * 1000

/** Leaving, and coming back within seven days. */
export function addUnsubscribeRoutes(app: Hono, site: Site): void {
  app.get('/unsubscribe/:token', (c) => ask(c, site))
  app.post('/unsubscribe/:token', (c) => leave(c, site))
  app.get('/undo/:token', (c) => showUndo(c, site, false))
  app.post('/undo/:token', async (c) => {
    const { claim, isExpired } = readClaim(c, site, 'undo')
    const reader = await site.readers.find(claim)
    if (reader?.status === 'confirmed') return showUndo(c, site, true)
    if (isExpired || reader === undefined || findUndoEnd(site, reader) === undefined) throwTooLate()
    await site.readers.undo(claim, buildProof(c, site, '/undo'))
    return showUndo(c, site, true)
  })
}

async function ask(c: Context, site: Site): Promise<Response> {
  const { claim } = readClaim(c, site, 'unsubscribe')
  const reader = await site.readers.find(claim)
  if (reader === undefined || reader.status === 'unsubscribed') return showGone(c, site, claim, reader)
  return sendPage(c, site, [
    'unsubscribe',
    {
      ...buildHead(site, 'Unsubscribe'),
      address: reader.address,
      path: `/unsubscribe/${c.req.param('token') ?? ''}`,
      offersWeekly: reader.status === 'confirmed' && reader.wishes.frequency !== 'weekly',
      preferencesPath: reader.status === 'confirmed' ? buildReaderPath(site, claim, 'preferences') : '',
    },
  ])
}

async function leave(c: Context, site: Site): Promise<Response> {
  const { claim } = readClaim(c, site, 'unsubscribe')
  const form = await readOneClickForm(c)
  if (isOneClick(form)) {
    await site.readers.unsubscribe(claim, buildProof(c, site, 'one-click'))
    // RFC 8058 §3.1: no redirect; nobody reads the text.
    return c.text('Unsubscribed.\n')
  }
  if (form.get('choice') === 'weekly') return goWeekly(c, site, claim)
  if (form.get('choice') !== 'unsubscribe') {
    throw new AppError('invalid', 'The form came without an answer. Please press one of its buttons.')
  }
  const before = await site.readers.find(claim)
  await site.readers.unsubscribe(claim, buildProof(c, site, '/unsubscribe'))
  if (before?.status === 'confirmed') tellGoodbye(site, claim)
  return showGone(c, site, claim, await site.readers.find(claim))
}

async function goWeekly(c: Context, site: Site, claim: TokenClaim): Promise<Response> {
  const reader = await site.readers.find(claim)
  if (reader?.status !== 'confirmed') return showGone(c, site, claim, reader)
  const wishes = { ...reader.wishes, frequency: 'weekly' as const }
  const proof = buildProof(c, site, '/unsubscribe')
  await savePreferences(site, { claim, before: reader, proof }, { profile: reader.profile, wishes })
  return showPreferences(c, site, claim, { saved: 'From now on one mail a week.' })
}

function showGone(c: Context, site: Site, claim: TokenClaim, reader: PageReader | undefined): Response {
  const until = reader && findUndoEnd(site, reader)
  const view = {
    ...buildHead(site, 'Unsubscribed'),
    address: reader?.address ?? 'The address',
    undoPath: until === undefined ? '' : buildReaderPath(site, claim, 'undo'),
    undoUntil: until === undefined ? '' : formatDateline(dayOf(until), 'day', 'en'),
  }
  return sendPage(c, site, ['unsubscribed', view])
}

async function showUndo(c: Context, site: Site, done: boolean): Promise<Response> {
  const { claim, isExpired } = readClaim(c, site, 'undo')
  const reader = await site.readers.find(claim)
  if (reader === undefined || (!done && isExpired)) throwTooLate()
  const isBack = done || reader.status === 'confirmed'
  const preferencesPath = isBack ? buildReaderPath(site, claim, 'preferences') : ''
  const path = `/undo/${c.req.param('token') ?? ''}`
  const title = isBack ? 'Welcome back' : 'Undo'
  return sendPage(c, site, [
    'undo',
    { ...buildHead(site, title), address: reader.address, path, done: isBack, preferencesPath },
  ])
}

/** When undoing ends; undefined for whoever never was confirmed, because undoing must not confirm them. */
function findUndoEnd({ clock }: Site, { status, changedAt, confirmedAt }: PageReader): Instant | undefined {
  const endMs = Date.parse(changedAt) + undoMs
  if (status !== 'unsubscribed' || confirmedAt === undefined || endMs < Date.parse(clock.now())) return undefined
  return formatInstant(endMs)
}

function throwTooLate(): never {
  throw new AppError('conflict', 'Undoing works for seven days. You can subscribe again at any time.')
}
