import type { PlainDate } from '../clock.ts'
import type { Issue } from '../issue/issue.ts'
import { moreTopic, type RankedPaper, type Topic } from '../ranking/ranking.ts'

/** An issue as the list of issues shows it. */
export interface IssueSummary {
  readonly number: number
  readonly date: PlainDate
  readonly subject: string
}

/** An issue that the archive holds has a number. */
export type ArchivedIssue = Issue & { readonly number: number }

/** The port of the pages to the issues that were sent; drafts are not in it. */
export interface Archive {
  /** Newest first; `before` is the last number of the page before. */
  listPage(page: { readonly before?: number; readonly limit: number }): Promise<readonly IssueSummary[]>
  findByNumber(number: number): Promise<ArchivedIssue | undefined>
  /** The latest of a day. */
  findByDate(date: PlainDate): Promise<ArchivedIssue | undefined>
}

/** A paper of an issue with the topic it stands under there. */
export interface ArchivedPaper {
  readonly ranked: RankedPaper
  readonly topic: Topic
}

/** Finds a paper in the latest issues; older mails lose their more and less links, and nothing else. */
export async function findArchivedPaper(
  archive: Archive,
  key: string,
  issues = 30,
): Promise<ArchivedPaper | undefined> {
  for (const { number } of await archive.listPage({ limit: issues })) {
    const issue = await archive.findByNumber(number)
    const found = issue && findPaper(issue, key)
    if (found) return found
  }
  return undefined
}

/** The lead and what only some readers got stand in no section: their own labels say what they are about. */
function findPaper(issue: Issue, key: string): ArchivedPaper | undefined {
  for (const { topic, papers } of issue.sections) {
    const ranked = papers.find(({ paper }) => paper.key === key)
    if (ranked) return { ranked, topic: findLabel(ranked) ?? topic }
  }
  const ranked = [issue.lead, ...(issue.others ?? [])].find(({ paper }) => paper.key === key)
  return ranked && { ranked, topic: findLabel(ranked) ?? moreTopic }
}

function findLabel({ labels }: RankedPaper): Topic | undefined {
  const [label] = labels ?? []
  return label === undefined ? undefined : { slug: label.slug, title: label.title }
}
