import type { Context, Hono } from 'hono'
import { parsePlainDate } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { formatBibtex } from '../../issue/citations/bibtex.ts'
import { formatCslJson } from '../../issue/citations/csl-json.ts'
import { formatRis } from '../../issue/citations/ris.ts'
import { listPapers } from '../../issue/issue.ts'
import type { Paper } from '../../digest/paper.ts'
import type { ArchivedIssue } from '../archive.ts'
import { buildIssueLine, buildIssuePage, type IssueNeighbours } from '../issue-page.ts'
import { sendCached, type PageContent } from '../requests/page-cache.ts'
import { throwNotFound } from '../requests/problem.ts'
import { readClaim } from '../readers/reader-token.ts'
import { buildOpenHead, sendPage, type Site } from '../site.ts'

const pageSize = 30
const html = 'text/html; charset=utf-8'

/** The issues that were sent: the list, each as a page, as data, and as references. */
export function addArchiveRoutes(app: Hono, site: Site): void {
  app.get('/archive', async (c) => {
    const before = parseBefore(c.req.query('before'))
    return sendOrMiss(c, site, `archive ${before ?? ''}`, () => renderArchive(site, before))
  })
  app.get('/issues/:name', (c) => {
    const { id, form } = parseName(c.req.param('name'))
    return sendOrMiss(c, site, `issue ${id} ${form}`, async () => {
      const issue = await findIssue(site, id)
      return issue && formats[form](site, issue)
    })
  })
  app.get('/browser/:token', (c) => showOwnCopy(c, site))
}

async function sendOrMiss(
  c: Context,
  site: Site,
  key: string,
  build: () => Promise<PageContent | undefined>,
): Promise<Response> {
  const page = await site.cache.get(key, build)
  return page === undefined ? throwNotFound() : sendCached(c, page)
}

/** Only a number is looked at, so that the cache has as many pages as there are issues. */
function parseBefore(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new AppError('invalid', 'The number of an issue is a whole number.')
  return Number(text)
}

async function renderArchive(site: Site, before: number | undefined): Promise<PageContent> {
  const found = await site.archive.listPage({ limit: pageSize + 1, ...(before === undefined ? {} : { before }) })
  const issues = found.slice(0, pageSize).map((issue) => buildIssueLine(site, issue))
  const last = issues.at(-1)
  const olderUrl = found.length > pageSize && last ? `${site.base}/archive?before=${last.number}` : ''
  const head = buildOpenHead(site, 'Archive', 'Every issue, newest first')
  const view = { ...head, issues, isFirst: before === undefined, olderUrl }
  return { type: html, body: site.templates.pages.archive(view) }
}

type Format = 'page' | 'json' | 'bib' | 'ris' | 'csl.json'

const formats: Readonly<Record<Format, (site: Site, issue: ArchivedIssue) => PageContent | Promise<PageContent>>> = {
  page: async (site, issue) => {
    const view = buildIssuePage(site, issue, { ...(await findNeighbours(site, issue)), personal: false })
    return { type: html, body: site.templates.pages.issue(view) }
  },
  json: (_, issue) => ({ type: 'application/json; charset=utf-8', body: `${JSON.stringify(issue, undefined, 2)}\n` }),
  bib: (_, issue) => ({
    type: 'application/x-bibtex; charset=utf-8',
    body: formatBibtex(papersOf(issue)),
    fileName: `issue-${issue.number}.bib`,
  }),
  ris: (_, issue) => ({
    type: 'application/x-research-info-systems; charset=utf-8',
    body: formatRis(papersOf(issue)),
    fileName: `issue-${issue.number}.ris`,
  }),
  'csl.json': (_, issue) => ({
    type: 'application/vnd.citationstyles.csl+json; charset=utf-8',
    body: formatCslJson(papersOf(issue)),
    fileName: `issue-${issue.number}.csl.json`,
  }),
}

function papersOf(issue: ArchivedIssue): Paper[] {
  return listPapers(issue).map(({ paper }) => paper)
}

/** `42`, `2026-11-23`, each with the ending of a format. */
function parseName(name: string): { id: string; form: Format } {
  const match = /^([1-9]\d{0,8}|\d{4}-\d\d-\d\d)(?:\.(json|bib|ris|csl\.json))?$/.exec(name)
  if (!match) throwNotFound()
  return { id: match[1] ?? '', form: (match[2] ?? 'page') as Format }
}

async function findIssue({ archive }: Site, id: string): Promise<ArchivedIssue | undefined> {
  const date = parsePlainDate(id)
  if (date !== undefined) return archive.findByDate(date)
  return /^\d+$/.test(id) ? archive.findByNumber(Number(id)) : undefined
}

async function findNeighbours({ archive, base }: Site, { number }: ArchivedIssue): Promise<IssueNeighbours> {
  const [older] = await archive.listPage({ before: number, limit: 1 })
  const newer = await archive.findByNumber(number + 1)
  return {
    olderUrl: older === undefined ? '' : `${base}/issues/${older.number}`,
    newerUrl: newer === undefined ? '' : `${base}/issues/${newer.number}`,
  }
}

/** The issue a mail's "Read in your browser" leads to: the one its token names, else the latest. */
async function showOwnCopy(c: Context, site: Site): Promise<Response> {
  const { claim } = readClaim(c, site, 'browser')
  const [latest] = await site.archive.listPage({ limit: 1 })
  const issue = await findIssue(site, claim.detail ?? String(latest?.number ?? ''))
  if (issue === undefined) throwNotFound()
  const neighbours = await findNeighbours(site, issue)
  return sendPage(c, site, ['issue', buildIssuePage(site, issue, { ...neighbours, personal: true })])
}
