import type { Hono } from 'hono'
import type { Instant } from '../../clock.ts'
import { cutLine } from '../../rendering/clean-text.ts'
import type { ArchivedIssue } from '../archive.ts'
import { buildIssueContent } from '../issue-page.ts'
import { sendCached, type PageContent } from '../requests/page-cache.ts'
import type { FeedEntryView, FeedView } from '../feed-view.ts'
import { throwNotFound } from '../requests/problem.ts'
import type { Site } from '../site.ts'

const entryCount = 20

/** The latest issues as feeds: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1. */
export function addFeedRoutes(app: Hono, site: Site): void {
  const { pages } = site.templates
  const feeds: Record<string, (view: FeedView) => PageContent> = {
    'feed.xml': (view) => ({ type: 'application/rss+xml; charset=utf-8', body: toXml(pages.rss(view)) }),
    'atom.xml': (view) => ({ type: 'application/atom+xml; charset=utf-8', body: toXml(pages.atom(view)) }),
    'feed.json': (view) => ({ type: 'application/feed+json; charset=utf-8', body: formatJsonFeed(view) }),
  }
  for (const [name, format] of Object.entries(feeds)) {
    app.get(`/${name}`, async (c) => {
      const page = await site.cache.get(`feed ${name}`, async () => format(await buildFeed(site, name)))
      // Readers in browsers fetch a feed from their own site; there is nothing in it that is not for everybody.
      c.header('Access-Control-Allow-Origin', '*')
      return page === undefined ? throwNotFound() : sendCached(c, page)
    })
  }
}

/** Without the characters that XML 1.0 §2.2 has no place for, escaped or not. */
function toXml(text: string): string {
  return text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}

async function buildFeed(site: Site, name: string): Promise<FeedView> {
  const summaries = await site.archive.listPage({ limit: entryCount })
  const issues = await Promise.all(summaries.map(({ number }) => site.archive.findByNumber(number)))
  const entries = issues.filter((issue) => issue !== undefined).map((issue) => buildEntry(site, issue))
  const [latest] = entries
  return {
    site: site.view,
    homeUrl: `${site.publicUrl}/archive`,
    selfUrl: `${site.publicUrl}/${name}`,
    description: site.view.tagline || `${site.view.name}: trending research papers`,
    updated: latest?.published ?? site.clock.now(),
    updatedMailDate: latest?.publishedMailDate ?? '',
    entries,
  }
}

function buildEntry(site: Site, issue: ArchivedIssue): FeedEntryView {
  const published = `${issue.date}T00:00:00Z` as Instant
  return {
    url: `${site.publicUrl}/issues/${issue.number}`,
    title: cutLine(issue.subject, 200),
    summary: cutLine(issue.preheader, 300),
    html: site.templates.pages.feedContent(buildIssueContent(issue)),
    published,
    // RSS wants the date of a mail, RFC 5322 §3.3.
    publishedMailDate: new Date(published).toUTCString(),
  }
}

function formatJsonFeed({ site, homeUrl, selfUrl, description, entries }: FeedView): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: site.name,
    home_page_url: homeUrl,
    feed_url: selfUrl,
    description,
    language: site.language,
    items: entries.map(({ url, title, summary, html, published }) => ({
      id: url,
      url,
      title,
      summary,
      content_html: html,
      date_published: published,
    })),
  }
  return `${JSON.stringify(feed, undefined, 2)}\n`
}
