import type { Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import { cutLine } from '../../rendering/clean-text.ts'
import { adjustProfile } from '../../subscribers/profile.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import { findArchivedPaper, type ArchivedPaper } from '../archive.ts'
import type { PageReader } from '../readers/readers.ts'
import { formatWeight } from '../preferences/preferences-view.ts'
import { buildProof, buildReaderPath, readClaim } from '../readers/reader-token.ts'
import { buildHead, sendPage, type Site } from '../site.ts'

/** What the link of a mail asks about. */
interface Feedback {
  readonly claim: TokenClaim
  readonly direction: 'more' | 'less'
  readonly found: ArchivedPaper
  readonly reader: PageReader
}

/** More or less like this: a button, and the weight it moves. */
export function addFeedbackRoutes(app: Hono, site: Site): void {
  app.get('/r/:token/:direction{more|less}/:key', async (c) => {
    const feedback = await readFeedback(c, site)
    return sendFeedback(c, site, feedback, false)
  })
  app.post('/r/:token/:direction{more|less}/:key', async (c) => {
    const feedback = await readFeedback(c, site)
    const { claim, found, direction } = feedback
    const step = { topic: found.topic.slug, direction: direction === 'more' ? 1 : -1 } as const
    await site.readers.adjust(claim, step, buildProof(c, site, '/r'))
    const reader = (await site.readers.find(claim)) ?? feedback.reader
    return sendFeedback(c, site, { ...feedback, reader }, true)
  })
}

async function readFeedback(c: Context, site: Site): Promise<Feedback> {
  const { claim } = readClaim(c, site, 'feedback')
  const reader = await site.readers.find(claim)
  if (reader?.status !== 'confirmed') {
    throw new AppError('conflict', 'This address is not subscribed any more. You can subscribe again at any time.')
  }
  const found = await findArchivedPaper(site.archive, c.req.param('key') ?? '')
  if (found === undefined) {
    throw new AppError('not_found', 'The issue with this paper is too old for it, or was not sent to a list.')
  }
  return { claim, reader, found, direction: c.req.param('direction') === 'less' ? 'less' : 'more' }
}

function moveWeight({ reader, found, direction }: Feedback): PageReader['profile'] {
  return adjustProfile(reader.profile, found.topic.slug, direction === 'more' ? 1 : -1)
}

function sendFeedback(c: Context, site: Site, feedback: Feedback, done: boolean): Response {
  const { claim, reader, found, direction } = feedback
  const { slug, title } = found.topic
  const view = {
    ...buildHead(site, direction === 'more' ? 'More like this' : 'Less like this'),
    path: c.req.path,
    done,
    more: direction === 'more',
    paperTitle: cutLine(found.ranked.paper.title, 300),
    topic: title,
    weight: formatWeight(reader.profile.topics[slug] ?? 0),
    nextWeight: formatWeight(moveWeight(feedback).topics[slug] ?? 0),
    preferencesPath: buildReaderPath(site, claim, 'preferences'),
  }
  return sendPage(c, site, ['feedback', view])
}
