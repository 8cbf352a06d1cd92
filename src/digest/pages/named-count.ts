import { parseCount } from '../signals.ts'

/** A count that says what it counts. */
export interface NamedCount {
  readonly signal: 'upvotes' | 'stars' | 'comments'
  readonly count: number
}

const number = String.raw`\d[\d.,]*\s?[km]?`
const votes = '(?:up)?votes?|likes?|points?|▲|△|👍|🔥|⬆\ufe0f?|↑|❤\ufe0f?|♥'
const stars = '(?:github )?stars?|github|⭐\ufe0f?|★'
const comments = 'comments?|repl(?:y|ies)|💬'
const labels = [
  ['upvotes', votes],
  ['stars', stars],
  ['comments', comments],
] as const

const patterns = labels.map(([signal, names]) => ({
  signal,
  before: new RegExp(`^(?:${names})\\s*[:：]?\\s*(${number}|[-–])(?:\\s+\\+?\\d.*)?$`, 'iu'),
  behind: new RegExp(`^(${number})\\s*(?:${names})$`, 'iu'),
}))

/** Reads `Upvotes: 84`, `▲ 84`, `84 upvotes`, `GitHub 1.2k`, `💬 3`; undefined for what is no such line. */
export function readNamedCount(text: string): NamedCount | undefined {
  if (!/[\d–-]/.test(text) || text.length > longest) return undefined
  for (const { signal, before, behind } of patterns) {
    const found = before.exec(text)?.[1] ?? behind.exec(text)?.[1]
    const count = found === undefined || /^[-–]$/.test(found) ? 0 : parseCount(found)
    if (found !== undefined && count !== undefined) return { signal, count }
  }
  return undefined
}

const longest = 60
