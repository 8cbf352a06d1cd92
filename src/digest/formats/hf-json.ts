/**
 * Answers of the Daily Papers API (huggingface.co/api/daily_papers), whose fields came and went: a list of objects
 * with a `paper` inside, or the papers alone; one paper per line where somebody archived them as JSON Lines.
 */
import { parsePlainDate, type PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { findElementLines, getMember, getText, isJsonObject, readJson, type JsonObject } from '../read-json.ts'
import { mostEntriesIn } from '../read-start.ts'

export const hfJson: Format = { detect, parse }

function detect(text: string): number {
  const start = text.slice(0, 6000).trimStart()
  if (!/^\[\s*\{/.test(start)) return 0
  if (/"paper"\s*:\s*\{\s*"(?:id|authors)"/.test(start) && /"(?:publishedAt|upvotes|summary)"/.test(start)) return 0.95
  return /"upvotes"\s*:/.test(start) && /"publishedAt"\s*:/.test(start) ? 0.85 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const list = readJson(text)
  if (!Array.isArray(list)) return { drafts: [], problems: [], isDailyPapers: true }
  const lines = findElementLines(text, 1)
  const drafts: Draft[] = []
  const problems: Problem[] = []
  for (const [index, element] of list.slice(0, mostEntriesIn(text.length) + 1).entries()) {
    const draft = isJsonObject(element) ? buildDailyDraft(element) : undefined
    const line = lines.length === list.length ? lines[index] : undefined
    const place = line === undefined ? {} : { line }
    if (draft === undefined)
      problems.push({ ...place, code: 'no_title', message: `Entry ${index + 1} has no title; skipped.` })
    else drafts.push({ ...place, ...draft })
  }
  const date = findDay(list, today)
  return { drafts, problems, isDailyPapers: true, ...(date && { date }) }
}

/** The day of the page is that of the last submission to it, not of the papers. */
function findDay(list: readonly unknown[], today: PlainDate): PlainDate | undefined {
  const days = list.flatMap((element) => {
    if (!isJsonObject(element)) return []
    const paper = getMember(element, 'paper')
    const inner = isJsonObject(paper) ? paper : element
    const written = getText(inner, 'submittedOnDailyAt') ?? getText(element, 'publishedAt') ?? ''
    return parsePlainDate(written.slice(0, 10)) ?? []
  })
  return days.reduce<PlainDate | undefined>(
    (latest, day) => (day <= today && (latest === undefined || day > latest) ? day : latest),
    undefined,
  )
}

/** One entry of the API as a draft; undefined without a title. */
export function buildDailyDraft(element: JsonObject): Draft | undefined {
  const inner = getMember(element, 'paper')
  const paper = isJsonObject(inner) ? inner : element
  const title = getText(paper, 'title') ?? getText(element, 'title')
  if (title === undefined) return undefined
  const published = getText(paper, 'publishedAt')
  const abstract = getText(paper, 'summary') ?? getText(element, 'summary')
  const arxivId = getText(paper, 'id')
  const links = [getText(paper, 'githubRepo'), getText(paper, 'projectPage')].filter((link) => link !== undefined)
  return {
    title,
    authors: readAuthors(paper),
    links: links.map((link) => (/^https?:/.test(link) ? link : `https://${link}`)),
    signals: {
      upvotes: getMember(paper, 'upvotes'),
      comments: getMember(element, 'numComments') ?? getMember(paper, 'numComments'),
      stars: getMember(paper, 'githubStars'),
    },
    ...(abstract !== undefined && { abstract }),
    ...(arxivId !== undefined && { arxivId }),
    ...(published !== undefined && { published }),
  }
}

/** Authors who hid themselves on the site are still authors of the paper. */
function readAuthors(paper: JsonObject): string[] {
  const authors = getMember(paper, 'authors')
  if (!Array.isArray(authors)) return []
  return authors.flatMap((author: unknown) =>
    typeof author === 'string' ? [author] : isJsonObject(author) ? (getText(author, 'name') ?? []) : [],
  )
}
