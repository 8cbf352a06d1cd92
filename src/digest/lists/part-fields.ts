import { findColumn, type Column } from '../formats/columns.ts'
import { isSeparator } from './link-words.ts'
import type { PartLine } from './part-lines.ts'

const labelled = /^[^\p{L}\p{N}([]{0,8}(\p{L}[\p{L} _/-]{0,24}?|TL;DR)[\s*_]*[:：][\s*_]*(.*)$/su

/** What a part says under a label (`Authors: …`), and its other lines. */
export interface SortedLines {
  readonly fields: ReadonlyMap<Column, string>
  readonly rest: readonly PartLine[]
}

/** Parts the lines that say what they are from the others; a label without words names the lines below it. */
export function sortLines(lines: readonly PartLine[]): SortedLines {
  const fields = new Map<Column, string>()
  const rest: PartLine[] = []
  let open: Column | undefined
  for (const line of lines) {
    const [, label = '', value = ''] = line.isHeading ? [] : (labelled.exec(line.text) ?? [])
    const named = label === '' ? findLabelOnly(line) : findColumn(label)
    const column = named === 'title' && /^<?https?:/.test(value) ? 'link' : named
    if (column === 'link') open = undefined
    else if (column !== undefined && !fields.has(column)) {
      fields.set(column, value.replaceAll('**', '').trim())
      open = value.trim() === '' && !line.hasLink ? column : undefined
    } else if (open !== undefined && !line.isHeading && !isSeparator(line.text)) {
      fields.set(open, `${fields.get(open) ?? ''} ${line.text}`.trim())
    } else rest.push(line)
  }
  for (const [column, value] of fields) if (value === '') fields.delete(column)
  return { fields, rest }
}

/** `Abstract` alone on its line, as a heading or not, names what follows. */
function findLabelOnly({ text }: PartLine): Column | undefined {
  if (text.length > 40) return undefined
  const word = text.replace(/[\s:：*_#]+$/, '').replace(/^[\s*_#]+/, '')
  return /^(?:abstract|summary|tl;?dr|摘要|authors?)$/i.test(word) ? findColumn(word) : undefined
}
