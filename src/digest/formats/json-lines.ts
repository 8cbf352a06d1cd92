/**
 * JSON Lines: a paper on each line, in any spelling that the JSON formats know, or names and then rows of values. A line
 * that is none is a Problem.
 */
import { parsePlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { getText, isJsonObject, readJson } from '../json/read-json.ts'
import { DigestParseError } from '../../errors.ts'
import { buildJsonDraft } from '../json/json-paper.ts'
import { readPapers } from './json.ts'

export const jsonLines: Format = { detect, parse }

const mostProblems = 1000

function detect(text: string): number {
  const lines = text
    .slice(0, 200_000)
    .split('\n', 3)
    .map((line) => dropComma(line))
  const objects = lines.filter((line) => line.startsWith('{') && line.endsWith('}'))
  if (areRows(lines)) return 0.9
  if (objects.length >= 2 && objects.length === lines.filter((line) => line !== '').length) return 0.95
  return /^\{.*\}\s*\n\s*\{/.test(text.slice(0, 200_000)) ? 0.92 : 0
}

/** A table has a list of values on each line. */
function areRows(lines: readonly string[]): boolean {
  const written = lines.filter((line) => line !== '')
  return written.length > 1 && lines[0]?.startsWith('["') === true && written.every((line) => /^\[.*\]$/.test(line))
}

function parse(text: string): DraftDigest {
  if (text.trimStart().startsWith('[')) return readPapers(`[${text.trim().replaceAll(/\r?\n\s*/g, ',')}]`)
  const drafts: Draft[] = []
  const problems: Problem[] = []
  let latest = ''
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = readLine(line)
    const draft = value === undefined ? 'is not valid JSON' : buildJsonDraft(value)
    if (typeof draft === 'string') {
      if (problems.length < mostProblems)
        problems.push({ line: index + 1, code: 'bad_entry', message: `The line ${draft}; skipped.` })
      continue
    }
    const day = isJsonObject(value) ? getText(value, 'day', 'date') : undefined
    if (day !== undefined && day > latest) latest = day
    drafts.push({ line: index + 1, ...draft })
  }
  const date = parsePlainDate(latest.slice(0, 10))
  return { drafts, problems, ...(date && { date }) }
}

function readLine(line: string): unknown {
  try {
    return readJson(dropComma(line))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DigestParseError) return undefined
    throw error
  }
}

/** Lines taken out of an array still end in its comma. */
function dropComma(line: string): string {
  return line.trim().replace(/,$/, '')
}
