/** RIS, as reference managers and publishers export it: a tag and a value on each line, records from `TY` to `ER`. */
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { turnName } from '../split-authors.ts'

export const ris: Format = { detect, parse }

const tagged = /^([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)$/

function detect(text: string): number {
  return /^TY {1,2}- [A-Z]{2,6}[ \t]*\r?\n[A-Z][A-Z0-9] {1,2}- /m.test(text.slice(0, 4000)) ? 0.96 : 0
}

interface RisRecord {
  readonly line: number
  readonly values: Map<string, string[]>
}

function parse(text: string): DraftDigest {
  const drafts: Draft[] = []
  const problems: Problem[] = []
  for (const record of readRecords(text)) {
    const draft = buildDraft(record)
    if (draft.title === '')
      problems.push({ line: record.line, code: 'no_title', message: 'The record has no title; skipped.' })
    else drafts.push(draft)
  }
  return { drafts, problems }
}

/** A line without a tag goes on with the value above it. */
function readRecords(text: string): RisRecord[] {
  const records: RisRecord[] = []
  let values: string[] = []
  for (const [index, line] of splitLines(text).entries()) {
    const [, tag, value = ''] = tagged.exec(line) ?? []
    if (tag === 'TY') records.push({ line: index + 1, values: new Map() })
    const record = records.at(-1)
    if (tag === undefined || record === undefined) {
      if (line.trim() !== '' && values.length > 0) values.push(`${values.pop() ?? ''} ${line.trim()}`)
      continue
    }
    values = record.values.get(tag) ?? []
    values.push(value.trim())
    record.values.set(tag, values)
  }
  return records
}

function buildDraft({ line, values }: RisRecord): Draft {
  const all = (...tags: string[]) => tags.flatMap((tag) => values.get(tag) ?? []).filter((value) => value !== '')
  const [title = ''] = all('TI', 'T1', 'CT')
  const [abstract = ''] = all('AB', 'N2')
  const [doi] = all('DO')
  const [written] = all('DA', 'PY', 'Y1')
  const [journalRef] = all('JO', 'JF', 'T2', 'JA')
  const [comment] = all('N1')
  const arxivId = all('AN').find((number) => /^arxiv:/i.test(number))
  const [url, ...links] = all('UR', 'L1', 'L2', 'LK')
  return {
    line,
    title,
    abstract,
    authors: all('AU', 'A1').map((name) => turnName(name)),
    categories: all('KW'),
    links,
    ...(doi !== undefined && { doi }),
    ...(arxivId !== undefined && { arxivId }),
    ...(url !== undefined && { url }),
    // `2026/11/12/` and `2026///`: what is not known is left empty.
    ...(written !== undefined && { published: written.replace(/\/+[^\d/]*$/, '').replaceAll('/', '-') }),
    ...(journalRef !== undefined && { journalRef }),
    ...(comment !== undefined && { comment }),
  }
}
