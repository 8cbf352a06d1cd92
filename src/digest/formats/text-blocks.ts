/** Papers as blocks of `Name: value` lines (`Title:`, `PDF:`, `Summary:` …), however the blocks are separated. */
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { buildColumnDraft, findColumns } from './columns.ts'

export const textBlocks: Format = { detect, parse }

const labelled =
  /^[\s>*_#-]*(?:\d{1,4}[.)]\s*)?[*_]{0,2}([\p{L}][\p{L} _/-]{1,24}?)[*_]{0,2}\s*[:：][*_]{0,2}\s*(\S.*)?$/u
const title = /^[\s>*_#-]*(?:\d{1,4}[.)]\s*)?[*_]{0,2}(?:paper )?title[*_]{0,2}\s*[:：]/i
const separator = /^\s*(?:[-=*_]{3,}|%{3,})\s*$/

function detect(text: string): number {
  if (/^\s*[<{[]/.test(text)) return 0
  const lines = text.slice(0, 60_000).split(/\r\n?|\n/)
  const titles = lines.filter((line) => title.test(line)).length
  if (titles === 0) return 0
  const others = lines.filter((line) =>
    /^[\s>*_#-]*[*_]{0,2}(?:pdf|url|link|summary|abstract|authors?|arxiv)[*_]{0,2}\s*[:：]/i.test(line),
  ).length
  return others >= titles && lines.findIndex((line) => title.test(line)) < 30 ? 0.86 : 0.3
}

function parse(text: string): DraftDigest {
  const drafts: Draft[] = []
  const problems: Problem[] = []
  let block: Block | undefined
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    if (title.test(line)) {
      block = finish(block, drafts, problems)
      block = { line: index + 1, names: [], values: [] }
    }
    if (block === undefined) continue
    if (separator.test(line)) block = finish(block, drafts, problems)
    else addLine(block, line)
  }
  finish(block, drafts, problems)
  return { drafts, problems }
}

interface Block {
  readonly line: number
  readonly names: string[]
  readonly values: string[]
}

function addLine(block: Block, line: string): void {
  const match = labelled.exec(line)
  const isKnown = match?.[1] !== undefined && findColumns(['title', match[1]])?.[1] !== undefined
  if (match && isKnown) {
    block.names.push(match[1] ?? '')
    block.values.push(match[2] ?? '')
  } else if (line.trim() !== '' && block.values.length > 0) {
    block.values[block.values.length - 1] = `${block.values.at(-1) ?? ''} ${line.trim()}`
  }
}

function finish(block: Block | undefined, drafts: Draft[], problems: Problem[]): undefined {
  if (block === undefined) return
  const columns = findColumns(block.names)
  const draft = columns === undefined ? undefined : buildColumnDraft(columns, block.values, block.line)
  if (draft === undefined || draft.title === '')
    problems.push({ line: block.line, code: 'no_title', message: 'The block has no title; skipped.' })
  else drafts.push(draft)
}
