/**
 * What reference managers and libraries export with a tag and a value on each line: RIS, EndNote's tags, and PubMed's
 * (`.nbib`, MEDLINE). They differ in how a line and a record begin, and in what the tags are called.
 */
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { turnName } from '../split-authors.ts'
import { findDialect, type Dialect } from './tagged-dialects.ts'

export const ris: Format = { detect, parse }

function detect(text: string): number {
  return findDialect(text) === undefined ? 0 : 0.96
}

interface TaggedRecord {
  readonly line: number
  readonly values: Map<string, string[]>
}

function parse(text: string): DraftDigest {
  const dialect = findDialect(text)
  const drafts: Draft[] = []
  const problems: Problem[] = []
  if (dialect === undefined) return { drafts, problems }
  for (const record of readRecords(text, dialect)) {
    const draft = buildDraft(record, dialect)
    if (draft.title === '')
      problems.push({ line: record.line, code: 'no_title', message: 'The record has no title; skipped.' })
    else drafts.push(draft)
  }
  return { drafts, problems }
}

/** A line without a tag goes on with the value above it. */
function readRecords(text: string, { tagged, first }: Dialect): TaggedRecord[] {
  const records: TaggedRecord[] = []
  let values: string[] = []
  for (const [index, line] of splitLines(text).entries()) {
    const [, tag, value = ''] = tagged.exec(line) ?? []
    if (tag === first) records.push({ line: index + 1, values: new Map() })
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

function buildDraft({ line, values }: TaggedRecord, { tags, ends }: Dialect): Draft {
  const all = (names: readonly string[]) =>
    names.flatMap((tag) => values.get(tag) ?? []).filter((value) => value !== '')
  const [title = ''] = all(tags.title)
  const [abstract = ''] = all(tags.abstract)
  const [doi] = all(tags.doi).flatMap((value) => ends.doi.exec(value)?.[1] ?? [])
  const [written] = all(tags.published)
  const [journalRef] = all(tags.journalRef)
  const [comment] = all(tags.comment)
  const arxivId = all(tags.arxivId).find((number) => /\barxiv:/i.test(number))
  const [url, ...links] = all(tags.url)
  return {
    line,
    title: title.replace(ends.title, ''),
    abstract,
    authors: all(tags.authors.filter((tag) => values.has(tag)).slice(0, 1)).map((name) => turnName(name)),
    categories: all(tags.categories),
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
