import type { Context, Hono } from 'hono'
import { dayOf } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { listPapers } from '../../issue/issue.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import type { PageProof, PageReader, Preferences } from '../readers/readers.ts'
import { readForm } from '../requests/form.ts'
import { parsePreferences } from '../preferences/preferences-form.ts'
import { describeChanges } from '../preferences/describe-changes.ts'
import { buildPreferencesView } from '../preferences/preferences-view.ts'
import { buildProof, buildReaderPath, readClaim } from '../readers/reader-token.ts'
import { tellChanges } from '../readers/tell-reader.ts'
import { buildHead, sendPage, type Site } from '../site.ts'

/** The longest form: 150 words or names of 80 letters each, in any alphabet. */
const maxFormBytes = 128 * 1024

/** What a reader gets, how often and when. */
export function addPreferencesRoutes(app: Hono, site: Site): void {
  app.get('/preferences/:token', (c) => showPreferences(c, site, readClaim(c, site, 'preferences').claim))
  app.post('/preferences/:token', async (c) => {
    const { claim } = readClaim(c, site, 'preferences')
    const form = await readForm(c, maxFormBytes)
    const before = await getReader(site, claim)
    try {
      const preferences = parsePreferences(form, before, site.topics)
      await savePreferences(site, { claim, before, proof: buildProof(c, site, '/preferences') }, preferences)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error
      return showPreferences(c, site, claim, { problem: `Nothing was saved. ${error.message}` })
    }
    return showPreferences(c, site, claim, { saved: 'Saved. It holds from the next issue on.' })
  })
}

/** Keeps what a reader chose, and tells them by mail what of it is new. */
export async function savePreferences(
  site: Site,
  { claim, before, proof }: { readonly claim: TokenClaim; readonly before: PageReader; readonly proof: PageProof },
  preferences: Preferences,
): Promise<void> {
  await site.readers.savePreferences(claim, preferences, proof)
  const after = await site.readers.find(claim)
  if (after !== undefined) tellChanges(site, claim, describeChanges(before, after, site.topics))
}

/** The page, with a line about what just happened. */
export async function showPreferences(
  c: Context,
  site: Site,
  claim: TokenClaim,
  { saved = '', problem = '' }: { readonly saved?: string; readonly problem?: string } = {},
): Promise<Response> {
  const reader = await getReader(site, claim)
  const page = { topics: site.topics, today: dayOf(site.clock.now()), scoreHint: await formatScoreHint(site) }
  const view = {
    ...buildHead(site, 'What you get'),
    ...buildPreferencesView(reader, page),
    address: reader.address,
    path: buildReaderPath(site, claim, 'preferences'),
    unsubscribePath: buildReaderPath(site, claim, 'unsubscribe'),
    saved,
    problem,
  }
  return sendPage(c, site, ['preferences', view], problem === '' ? 200 : 400)
}

/** @throws AppError `conflict` for whoever is not on the list: there is nothing to choose */
async function getReader(site: Site, claim: TokenClaim): Promise<PageReader> {
  const reader = await site.readers.find(claim)
  if (reader?.status === 'confirmed') return reader
  throw new AppError('conflict', 'This address is not subscribed any more. You can subscribe again at any time.')
}

const scoreWords =
  'A paper has points for its votes and comments, for being new, for its code, and for how well it fits your topics and words.'

/** A score says something only beside others. */
async function formatScoreHint({ archive }: Site): Promise<string> {
  const [latest] = await archive.listPage({ limit: 1 })
  const issue = latest && (await archive.findByNumber(latest.number))
  if (issue === undefined) return `${scoreWords} Papers below your number are left out.`
  const scores = listPapers(issue).map(({ score }) => Math.round(score))
  return `${scoreWords} In the latest issue the last paper has ${Math.min(...scores)} and the best ${Math.max(...scores)}. Papers below your number are left out; empty means none.`
}
