import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import { moreTopic, type RankedPaper, type Ranking } from '../ranking/ranking.ts'
import type { Issue, Newsletter, Section } from './issue.ts'
import { composePreheader, composeSubject } from './subject-line.ts'

/** What only the caller knows about an issue. */
export interface ComposeOptions {
  /** Running number, where an archive counts. */
  readonly number?: number
  /** Replaces the composed subject. */
  readonly subject?: string
}

/**
 * Ranking × newsletter → Issue: the best paper leads, sections stand in the order of their best paper, every paper
 * appears once. Throws `not_found` when the ranking holds no paper: an empty issue is never sent.
 */
export function composeIssue(ranking: Ranking, newsletter: Newsletter, options: ComposeOptions = {}): Issue {
  const papers = ranking.groups.flatMap((group) => group.papers).sort((a, b) => a.rank - b.rank)
  const [lead] = papers
  if (!lead) throw nothingToSend(ranking)
  const sections = buildSections(ranking, lead)
  const content = {
    newsletter,
    ...(options.number === undefined ? {} : { number: options.number }),
    date: ranking.date,
    subject: options.subject ?? composeSubject(lead, sections, papers.length),
    preheader: composePreheader(papers, sections.length, ranking.date),
    lead,
    sections,
    paperCount: papers.length,
    droppedCount: ranking.dropped.length,
  }
  return { ...content, hash: hashContent(content) }
}

function nothingToSend(ranking: Ranking): AppError {
  const dropped = ranking.dropped.length
  const all = dropped === 1 ? 'its only paper was' : `all ${dropped} papers of the digest were`
  const why = dropped === 0 ? 'the digest has no papers' : `${all} left out`
  return new AppError('not_found', `There is nothing to send for ${ranking.date}: ${why}.`, {
    details: { nothingToSend: true, dropped },
  })
}

/** Sections without the lead; a paper left alone by it goes to the end, under "More papers". */
function buildSections({ groups }: Ranking, lead: RankedPaper): Section[] {
  const sections = groups.map(({ topic, papers }) => {
    const others = papers.filter((paper) => paper !== lead)
    const isLeftAlone = others.length < papers.length && others.length <= 1
    return { section: { topic, papers: others }, isNamed: topic.slug !== moreTopic.slug && !isLeftAlone }
  })
  const named = sections.filter(({ isNamed }) => isNamed).map(({ section }) => section)
  const more = sections.filter(({ isNamed }) => !isNamed).flatMap(({ section }) => section.papers)
  named.sort((a, b) => bestRank(a) - bestRank(b))
  return more.length === 0 ? named : [...named, { topic: moreTopic, papers: more.sort((a, b) => a.rank - b.rank) }]
}

function bestRank({ papers }: Section): number {
  return papers[0]?.rank ?? Number.POSITIVE_INFINITY
}

/** SHA-256 over the content with the keys of every object in order, so that equal content has an equal hash. */
function hashContent(content: Omit<Issue, 'hash'>): string {
  const canonical = JSON.stringify(content, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
  return createHash('sha256').update(canonical).digest('hex')
}
