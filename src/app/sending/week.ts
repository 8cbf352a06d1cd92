/** The wiring of the week: a list's archive and today's digest in, a digest of the last seven days out. */
import type { ParsedDigest } from '../../digest/digest.ts'
import { mergeDigests } from '../../digest/merge.ts'
import { listPapers } from '../../issue/issue.ts'
import { addDays } from '../../schedule/zone.ts'
import type { IssueArchive } from '../../store/issues/issues.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'

const days = 7
/** Issues that a list may send in a week. */
const mostIssues = 50

/** Today's papers and those of the issues of the week before, for readers who want one issue a week. */
export async function buildWeek(archive: IssueArchive, list: ListSlug, today: ParsedDigest): Promise<ParsedDigest> {
  const after = addDays(today.digest.date, -days)
  const earlier: ParsedDigest[] = []
  for (const { number, date, frozenAt } of await archive.listPage(list, { limit: mostIssues })) {
    if (frozenAt === undefined || date <= after || date > today.digest.date) continue
    const found = await archive.find(list, number)
    if (!found) continue
    const papers = [...listPapers(found.issue), ...(found.issue.others ?? [])]
    const entries = papers.map(({ paper, signals }, at) => ({ paper, signals, position: at + 1 }))
    const digest = { source: `issue ${number}`, date, entries }
    earlier.push({ format: 'archive', confidence: 1, digest, problems: [] })
  }
  return mergeDigests([today, ...earlier])
}
