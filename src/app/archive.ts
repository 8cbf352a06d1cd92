/** The wiring of the archive: stored issues in, those that were sent out. */
import type { PreparedIssue } from '../app.ts'
import type { Instant } from '../clock.ts'
import type { IssueArchive } from '../store/issues/issues.ts'
import type { ListSlug } from '../subscribers/subscription.ts'
import type { ArchivedIssue, Archive } from '../web/archive.ts'

const pageSize = 100

/** Keeps an issue that a campaign took; pages show it from when that starts. @throws AppError `conflict` */
export async function archiveIssue(
  issues: IssueArchive,
  { list, number, now }: { readonly list: ListSlug; readonly number: number; readonly now: Instant },
  { issue, rendered }: Pick<PreparedIssue, 'issue' | 'rendered'>,
): Promise<void> {
  const { date, subject, hash } = issue
  const facts = { list, number, date, subject, hash, createdAt: now }
  // Slots stay empty: what is kept is for everybody.
  const [html, text] = [rendered.html.parts.join(''), rendered.text.parts.join('')]
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
      for await (const issue of eachSent(issues, list)) {
        if (issue.date === date) return findByNumber(issue.number)
        if (issue.date < date) return undefined
      }
      return undefined
    },
    async listPage({ before, limit }) {
      const found = []
      for await (const { number, date, subject } of eachSent(issues, list, before)) {
        if (found.push({ number, date, subject }) === limit) break
      }
      return found
    },
  }
}

async function* eachSent(issues: IssueArchive, list: ListSlug, before?: number) {
  for (let last = before; ;) {
    const page = await issues.listPage(list, { limit: pageSize, ...(last === undefined ? {} : { before: last }) })
    for (const issue of page) if (issue.frozenAt !== undefined) yield issue
    last = page.at(-1)?.number
    if (last === undefined || page.length < pageSize) return
  }
}
