import { parsePlainDate } from '../clock.ts'
import type { DigestFormat } from '../digest/formats.ts'
import { AppError } from '../errors.ts'

/** Where a name leads, and in which format the answer is where that is certain. */
export interface SourceAddress {
  readonly url: string
  readonly formatHint?: DigestFormat
}

/** Roots of the services, so that tests can stand in for them. */
export interface Endpoints {
  readonly huggingFace: string
  readonly arxivFeeds: string
  readonly arxivApi: string
}

/** The services as they are. */
export const publicEndpoints: Endpoints = {
  huggingFace: 'https://huggingface.co',
  arxivFeeds: 'https://rss.arxiv.org',
  arxivApi: 'https://export.arxiv.org',
}

/**
 * The address behind the name of a source: `https://…`, `hf-daily`, `hf-daily:2026-11-20`, `arxiv:cs.CL+cs.LG`, or a
 * feed of the configuration; undefined for what can only be a file.
 */
export function findSource(
  name: string,
  feeds: Readonly<Record<string, string>>,
  endpoints: Endpoints,
): SourceAddress | undefined {
  if (/^https?:\/\//i.test(name)) return { url: name }
  if (Object.hasOwn(feeds, name)) return { url: feeds[name] ?? '' }
  const [kind, rest] = splitName(name)
  if (kind === 'hf-daily') return buildDailySource(name, rest, endpoints)
  return kind === 'arxiv' && rest !== undefined ? buildArxivSource(name, rest, endpoints) : undefined
}

function splitName(name: string): [string, string | undefined] {
  const colon = name.indexOf(':')
  return colon < 0 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)]
}

function buildDailySource(name: string, day: string | undefined, { huggingFace }: Endpoints): SourceAddress {
  if (day !== undefined && parsePlainDate(day) === undefined) {
    throw new AppError('invalid', `"${name}" names no day. Write hf-daily or hf-daily:2026-11-20.`)
  }
  const date = day === undefined ? '' : `&date=${day}`
  return { url: `${huggingFace}/api/daily_papers?limit=100${date}`, formatHint: 'hf-json' }
}

function buildArxivSource(name: string, categories: string, { arxivFeeds }: Endpoints): SourceAddress {
  if (!/^[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?(?:\+[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?){0,19}$/.test(categories)) {
    throw new AppError('invalid', `"${name}" names no categories. Write arxiv:cs.CL or arxiv:cs.CL+cs.LG.`)
  }
  return { url: `${arxivFeeds}/atom/${categories}`, formatHint: 'feed' }
}
