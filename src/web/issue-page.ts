import type { Issue, Newsletter } from '../issue/issue.ts'
import { formatDateline } from '../rendering/views/dateline.ts'
import { buildIssueView } from '../rendering/views/issue-view.ts'
import { buildPaperView } from '../rendering/views/paper-view.ts'
import type { ArchivedIssue, IssueSummary } from './archive.ts'
import type { IssueLineView, PageViews } from './page-view.ts'
import { buildHead, buildOpenHead, type Site } from './site.ts'

/** Links beside an issue; empty where there is nothing. */
export interface IssueNeighbours {
  readonly olderUrl: string
  readonly newerUrl: string
}

/** A line of the list of issues. */
export function buildIssueLine(site: Site, { number, date, subject }: IssueSummary): IssueLineView {
  const dateline = formatDateline(date, 'day', site.newsletter.language)
  return { number, dateline, subject, url: `${site.base}/issues/${number}` }
}

/** An issue as a page; `personal` is a reader's own copy, which names no reader either: such pages are passed on. */
export function buildIssuePage(
  site: Site,
  issue: ArchivedIssue,
  { personal, ...neighbours }: IssueNeighbours & { readonly personal: boolean },
): PageViews['issue'] {
  const content = buildIssueContent(issue)
  const strapline = [content.issue.dateline, `No. ${issue.number}`, content.issue.countText].join(' · ')
  const head = personal
    ? { ...buildHead(site, issue.subject), open: true, strapline }
    : buildOpenHead(site, issue.subject, strapline)
  return { ...head, ...content, ...neighbours, personal, url: `${site.base}/issues/${issue.number}` }
}

/** The papers of an issue without anything personal: no links that carry a token. */
export function buildIssueContent(issue: Issue): PageViews['feedContent'] {
  const newsletter = withoutPages(issue.newsletter)
  const view = buildIssueView(issue, {
    period: 'day',
    shapeOf: () => 'full',
    view: (ranked, shape) => buildPaperView(ranked, shape, newsletter),
  })
  const sections = view.sections.map((section) => ({
    ...section,
    papers: section.papers.map((paper) => ({ ...paper, isLead: false })),
  }))
  return { issue: { ...view, sections }, lead: { ...view.lead, isLead: true } }
}

function withoutPages(newsletter: Newsletter): Newsletter {
  const { publicUrl: _publicUrl, ...rest } = newsletter
  return rest
}
