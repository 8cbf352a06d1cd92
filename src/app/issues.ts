/** The wiring of the archive for a person: a list and a number in, an issue in any open form out. */
import type { App } from '../app.ts'
import { openAudienceApp } from './readers/audience.ts'
import { compileMessage } from '../delivery/message-template.ts'
import { buildRecipient } from '../delivery/recipient.ts'
import { AppError } from '../errors.ts'
import { formatBibtex } from '../issue/citations/bibtex.ts'
import { formatCslJson } from '../issue/citations/csl-json.ts'
import { formatRis } from '../issue/citations/ris.ts'
import { listPapers } from '../issue/issue.ts'
import {
  createIssueArchive,
  type ArchivedIssue,
  type ArchivedIssueContent,
  type IssueArchive,
} from '../store/issues/issues.ts'
import type { ListSlug } from '../subscribers/subscription.ts'

/** Forms in which an issue leaves the archive. */
export const exportFormats = ['html', 'eml', 'text', 'json', 'bibtex', 'ris', 'csl-json'] as const

/** One of them. */
export type ExportFormat = (typeof exportFormats)[number]

async function withArchive<Result>(app: App, use: (archive: IssueArchive) => Promise<Result>): Promise<Result> {
  await using opened = await openAudienceApp(app)
  return await use(createIssueArchive(opened.store.db))
}

/** The latest issues of a list, newest first. */
export function listIssues(
  app: App,
  { list, before, count }: { readonly list: ListSlug; readonly before?: number; readonly count: number },
): Promise<readonly ArchivedIssue[]> {
  const page = { limit: count, ...(before === undefined ? {} : { before }) }
  return withArchive(app, (archive) => archive.listPage(list, page))
}

/** One issue of a list. @throws AppError `not_found` */
export function getIssue(app: App, list: ListSlug, number: number): Promise<ArchivedIssueContent> {
  return withArchive(app, async (archive) => {
    const found = await archive.find(list, number)
    if (found) return found
    throw new AppError('not_found', `The list "${list}" has no issue ${number}; "courant issues list" shows them.`)
  })
}

/** An issue in one of the forms. */
export function exportIssue(content: ArchivedIssueContent, format: ExportFormat): string | Uint8Array {
  const papers = () => listPapers(content.issue).map(({ paper }) => paper)
  switch (format) {
    case 'html':
      return content.html
    case 'text':
      return content.text
    case 'json':
      return `${JSON.stringify({ issue: content.issue }, undefined, 2)}\n`
    case 'eml':
      return composeCopy(content)
    case 'bibtex':
      return formatBibtex(papers())
    case 'ris':
      return formatRis(papers())
    case 'csl-json':
      return formatCslJson(papers())
    default:
      return format satisfies never
  }
}

/** A message to the newsletter itself, because a copy for everybody has no reader. */
function composeCopy({ issue, html, text, createdAt }: ArchivedIssueContent): Uint8Array {
  const { publicUrl: _publicUrl, ...newsletter } = issue.newsletter
  const whole = (part: string) => ({ parts: [part], slots: [] })
  const rendered = {
    subject: issue.subject,
    preheader: issue.preheader,
    html: whole(html),
    text: whole(text),
    htmlBytes: 0,
    cuts: [],
  }
  const recipient = buildRecipient(newsletter.from, {
    newsletter,
    unsubscribeMailto: newsletter.from.address,
    now: createdAt,
  })
  return compileMessage(rendered, { newsletter, issueHash: issue.hash, date: createdAt }).compose(recipient).octets
}
