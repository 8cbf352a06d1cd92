/** BibTeX as reference managers and arXiv write it; `@string` and `@comment` hold no papers. */
import type { Problem } from '../digest.ts'
import { createLineCounter } from '../lines.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { turnName } from '../split-authors.ts'

export const bibtex: Format = { detect, parse }

const entryStart = /^[ \t]*@([A-Za-z]{3,20})\s*\{\s*([^\s,{}="]{0,200})\s*,/gm

function detect(text: string): number {
  const start = text.slice(0, 20_000)
  return /^[ \t]*@[A-Za-z]{3,20}[ \t]*\{[^,{}\n]{0,200},[ \t]*$/m.test(start) ||
    /^[ \t]*@(?:article|misc|inproceedings)\s*\{/im.test(start)
    ? 0.93
    : 0
}

function parse(text: string): DraftDigest {
  const drafts: Draft[] = []
  const problems: Problem[] = []
  const lines = createLineCounter(text)
  const starts = [...text.matchAll(entryStart)].filter(
    (match) => !/^(?:string|comment|preamble)$/i.test(match[1] ?? ''),
  )
  for (const [index, match] of starts.entries()) {
    const line = lines(match.index)
    const fields = readFields(text, match.index + match[0].length, starts[index + 1]?.index ?? text.length)
    if ((fields.get('title') ?? '') === '')
      problems.push({ line, code: 'no_title', message: `The entry "${match[2]}" has no title; skipped.` })
    else drafts.push(buildDraft(fields, line))
  }
  return { drafts, problems }
}

/** `name = {value}`, `"value"` or a bare word, until the entry closes or the next one begins. */
function readFields(text: string, start: number, end: number): Map<string, string> {
  const fields = new Map<string, string>()
  const name = /\s*([A-Za-z][\w-]{0,40})\s*=\s*/y
  let position = start
  while (position < end) {
    name.lastIndex = position
    const match = name.exec(text)
    if (match === null) break
    const value = readValue(text, name.lastIndex, end)
    fields.set((match[1] ?? '').toLowerCase(), value.text)
    const comma = /\s*,/y
    comma.lastIndex = value.end
    if (!comma.test(text)) break
    position = comma.lastIndex
  }
  return fields
}

function readValue(text: string, start: number, end: number): { text: string; end: number } {
  const first = text[start]
  if (first !== '{' && first !== '"') {
    const word = /[^\s,}]*/y
    word.lastIndex = start
    return { text: word.exec(text)?.[0] ?? '', end: word.lastIndex }
  }
  let depth = 0
  for (let index = start; index < end; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '{') depth++
    else if (character === '}') depth--
    if ((first === '{' && depth === 0) || (first === '"' && depth === 0 && character === '"' && index > start)) {
      return { text: text.slice(start + 1, index), end: index + 1 }
    }
  }
  return { text: text.slice(start + 1, end), end }
}

function buildDraft(fields: ReadonlyMap<string, string>, line: number): Draft {
  const get = (name: string) => fields.get(name)?.replace(/\s+/g, ' ').trim() ?? ''
  const isArxiv = /arxiv/i.test(get('archiveprefix') + get('eprinttype'))
  const arxivId =
    isArxiv || /^\d{4}\.\d{4,5}/.test(get('eprint'))
      ? get('eprint')
      : (/arXiv:\s?\S+/i.exec(get('journal') + get('note') + get('howpublished'))?.[0] ?? '')
  const year = get('year')
  const published = get('date') || (/^\d{4}$/.test(year) ? `${year}-${readMonth(get('month'))}-01` : '')
  const texts: Partial<Draft> = {
    ...(get('abstract') !== '' && { abstract: get('abstract') }),
    ...(arxivId !== '' && { arxivId }),
    ...(get('doi') !== '' && { doi: get('doi') }),
    ...(get('url') !== '' && { url: get('url').replace(/^\\url\{(.*)\}$/, '$1') }),
    ...(get('primaryclass') !== '' && { primaryCategory: get('primaryclass') }),
    ...(published !== '' && { published }),
    ...(get('note') !== '' && { comment: get('note') }),
    ...((get('journal') || get('booktitle')) !== '' && { journalRef: get('journal') || get('booktitle') }),
  }
  return {
    ...texts,
    line,
    title: unwrap(get('title')),
    authors: get('author')
      .split(/\s+and\s+/i)
      .filter((name) => name !== '')
      .map((name) => turnName(name.replace(/^\{(.*)\}$/, '$1'))),
    categories: get('keywords').split(/\s*[,;]\s*/),
  }
}

function readMonth(written: string): string {
  const index = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').indexOf(written.slice(0, 3).toLowerCase())
  const month = index >= 0 ? index + 1 : Number(written) || 1
  return String(Math.min(12, Math.max(1, month))).padStart(2, '0')
}

/** Braces in titles protect capitals; those of commands are TeX's. */
function unwrap(title: string): string {
  let text = title
  for (let depth = 0; depth < 4; depth++) text = text.replace(/(?<!\\[A-Za-z]{0,20}|[\\$^_])\{([^{}\\$]*)\}/g, '$1')
  return text
}
