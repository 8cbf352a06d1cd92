/** The wiring of the archive: stored issues in, those that were sent out. */
import type { IssueArchive } from './store/issues.ts'
import type { ListSlug } from './subscribers/subscription.ts'
import type { ArchivedIssue, Archive } from './web/archive.ts'

const pageSize = 100

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
