/** The wiring of the archive: stored issues in, those that were sent out. */
import type { Instant } from '../../clock.ts'
import { eachByKey } from '../../each-by-key.ts'
import type { IssueArchive } from '../../store/issues/issues.ts'
import type { Issue } from '../../issue/issue.ts'
import { fillHtml, fillText } from '../../rendering/fill.ts'
import type { Period } from '../../rendering/views/dateline.ts'
import { renderIssue } from '../../rendering/render.ts'
import type { Layout, Templates } from '../../rendering/templates/templates.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { ArchivedIssue, Archive } from '../../web/archive.ts'

/** Issues that no campaign has taken yet stand at the front, and are few. */
const fewUnsent = 5

/** An issue as both of its parts, with nothing in it that is one reader's. */
export interface PublicCopy {
  readonly html: string
  readonly text: string
}

/** Renders the copy of an issue that is for everybody: no link in it carries a token. */
export function renderPublicCopy(
  { issue, layout, period }: { readonly issue: Issue; readonly layout: Layout; readonly period: Period },
  templates: Templates,
  budgetBytes: number,
): PublicCopy {
  const { publicUrl, ...newsletter } = issue.newsletter
  const rendered = renderIssue({ ...issue, newsletter }, templates, { layout, period, budgetBytes })
  const join = publicUrl === undefined ? `mailto:${newsletter.from.address}` : `${publicUrl}/subscribe`
  const values = { address: 'a reader', token: '', unsubscribeUrl: join, preferencesUrl: join, browserUrl: join }
  return { html: fillHtml(rendered.html, values), text: fillText(rendered.text, values) }
}

/** Keeps an issue that a campaign took; pages show it from when that starts. @throws AppError `conflict` */
export async function archiveIssue(
  issues: IssueArchive,
  { list, number, now }: { readonly list: ListSlug; readonly number: number; readonly now: Instant },
  { issue, copy: { html, text } }: { readonly issue: Issue; readonly copy: PublicCopy },
): Promise<void> {
  const { date, subject, hash } = issue
  const facts = { list, number, date, subject, hash, createdAt: now }
  await issues.save({ ...facts, issue: { ...issue, number }, html, text })
}

/** The issues of a list as pages show them: only those that a campaign took. */
export function createArchive(issues: IssueArchive, list: ListSlug): Archive {
  const findByNumber = async (number: number): Promise<ArchivedIssue | undefined> => {
    const found = await issues.find(list, number)
    return found?.frozenAt === undefined ? undefined : { ...found.issue, number }
  }
  return {
    findByNumber,
    async findByDate(date) {
      for await (const issue of eachSent(issues, list, { pageSize: 100 })) {
        if (issue.date === date) return findByNumber(issue.number)
        if (issue.date < date) return undefined
      }
      return undefined
    },
    async listPage({ before, limit }) {
      const found = []
      const from = before === undefined ? {} : { before }
      for await (const { number, date, subject } of eachSent(issues, list, { ...from, pageSize: limit + fewUnsent })) {
        if (found.push({ number, date, subject }) === limit) break
      }
      return found
    },
  }
}

async function* eachSent(
  issues: IssueArchive,
  list: ListSlug,
  { before, pageSize }: { readonly before?: number; readonly pageSize: number },
) {
  const readPage = ({ after, limit }: { readonly after: number | undefined; readonly limit: number }) =>
    issues.listPage(list, { limit, ...(after === undefined ? {} : { before: after }) })
  for await (const issue of eachByKey(readPage, { after: before, keyOf: ({ number }) => number, limit: pageSize })) {
    if (issue.frozenAt !== undefined) yield issue
  }
}
