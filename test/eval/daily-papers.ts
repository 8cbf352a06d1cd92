import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Instant, PlainDate } from '../../src/clock.ts'
import type { Digest, Entry } from '../../src/digest/digest.ts'
import type { PaperLink } from '../../src/digest/paper.ts'
import { aPaper } from '../support/papers.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'

/** One paper of a day of the Daily Papers, as far as the evaluations use it. */
export interface DailyPaper {
  readonly day: string
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly authors: readonly string[]
  readonly publishedAt: string
  readonly upvotes: number
  readonly numComments: number
  readonly githubRepo: string | null
  readonly githubStars: number | null
  readonly projectPage: string | null
}

/** What a ranker is told of a day: everything, all but votes and comments, neither stars, or the text alone. */
export type Situation = 'engagement' | 'stars' | 'metadata' | 'text'

/** Reads a compressed file of JSON lines of the real material. */
export function readJsonLines<T>(...names: string[]): T[] {
  const text = gunzipSync(readFileSync(sharedPath(...names))).toString('utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]))
}

/** All papers with their votes; says so and gives none where the real material is missing. */
export function readDailyPapers(): DailyPaper[] {
  return hasSharedData ? readJsonLines<DailyPaper>('hf_daily', 'hf_daily_dev.jsonl.gz') : []
}

/** Papers of one day together, days in order, `from` included and `until` not. */
export function listDays(papers: readonly DailyPaper[], from: string, until: string): DailyPaper[][] {
  const days = Map.groupBy(
    papers.filter(({ day }) => day >= from && day < until),
    ({ day }) => day,
  )
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rows]) => rows)
}

/** A day as the digest a ranker would see in a situation. */
export function buildDigest(rows: readonly DailyPaper[], situation: Situation): Digest {
  const day = rows[0]?.day ?? '2025-01-01'
  const entries = rows.map((row, at) => buildEntry(row, at + 1, situation))
  return { source: 'daily-papers', date: day as PlainDate, entries }
}

function buildEntry(row: DailyPaper, position: number, situation: Situation): Entry {
  const text = {
    key: row.id,
    title: row.title,
    abstract: row.summary.replaceAll('\n', ' '),
    url: `https://example.com/${row.id}`,
  }
  if (situation === 'text') return { paper: aPaper(text), position, signals: {} }
  const links: PaperLink[] = []
  if (row.githubRepo !== null) links.push({ kind: 'code', url: row.githubRepo })
  if (row.projectPage !== null) links.push({ kind: 'project', url: row.projectPage })
  const authors = row.authors.map((name) => ({ name }))
  const paper = aPaper({ ...text, authors, links, published: row.publishedAt as Instant })
  const stars = row.githubStars === null ? {} : { stars: row.githubStars }
  const votes = situation === 'engagement' ? { upvotes: row.upvotes, comments: row.numComments } : {}
  return { paper, position, signals: situation === 'metadata' ? {} : { ...votes, ...stars } }
}
