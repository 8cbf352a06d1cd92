import type { EnrichmentMatch, Entry, ParsedDigest, Problem } from '../digest/digest.ts'
import { toTerminalText } from './output.ts'

/** A digest as lines for a terminal: what it is, its papers, what is known of them, and every problem. */
export function formatDigest({
  format,
  confidence,
  digest,
  problems,
  repeated = 0,
  matches = [],
}: ParsedDigest): string {
  const { entries, date, source } = digest
  const lines = [
    `${source}: ${formatCount(entries.length, 'paper')} of ${date}, read as ${format} (${formatSureness(confidence)})`,
    ...entries.map(({ position, paper }) => `${String(position).padStart(4)}  ${paper.title}`),
    formatKnown(entries),
    ...(repeated === 0
      ? []
      : [`${formatCount(repeated, 'more entry', 'more entries')} of papers above, merged with them.`]),
    ...matches.map(formatMatch),
    problems.length === 0 ? 'No problems.' : `${formatCount(problems.length, 'problem')}:`,
    ...problems.map(formatProblem),
  ]
  return lines.map(toTerminalText).join('\n')
}

function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

const unsure = 0.5

function formatSureness(confidence: number): string {
  return `${Math.round(confidence * 100)} % sure${confidence < unsure ? '; if it is another, name it with --format' : ''}`
}

/** What an issue can show of the papers, and what --enrich can add. */
function formatKnown(entries: readonly Entry[]): string {
  const count = (has: (entry: Entry) => boolean) => entries.filter((entry) => has(entry)).length
  const known = [
    `arXiv id ${count(({ paper }) => paper.arxivId !== undefined)}`,
    `authors ${count(({ paper }) => paper.authors.length > 0)}`,
    `abstract ${count(({ paper }) => paper.abstract !== '')}`,
    `categories ${count(({ paper }) => paper.categories.length > 0)}`,
    `votes ${count(({ signals }) => signals['upvotes'] !== undefined)}`,
  ]
  return `Known of ${entries.length}: ${known.join(', ')}.`
}

function formatMatch({ title, foundTitle, key, confidence }: EnrichmentMatch): string {
  const percent = `${Math.round(confidence * 100)} %`
  if (key === undefined) return `  not found: ${title} (nearest ${percent})`
  return `  found: ${title} is ${key} (${percent}${foundTitle === title ? '' : `, there "${foundTitle}"`})`
}

function formatProblem({ line, code, message }: Problem): string {
  return `  ${line === undefined ? '' : `line ${line}: `}${message} [${code}]`
}
