import type { Paper } from '../../digest/paper.ts'
import { buildCitations, type Citation, type PersonName } from './citation.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Papers as a BibTeX file, UTF-8; fields of arXiv as arXiv's own export has them (eprint, archivePrefix, primaryClass). */
export function formatBibtex(papers: readonly Paper[]): string {
  return buildCitations(papers).map(formatEntry).join('\n')
}

function formatEntry(citation: Citation): string {
  const { arxivId, doi, journalRef, year, month, primaryCategory } = citation
  const lines = [
    formatField('title', `{${escapeTex(citation.title)}}`),
    formatField('author', citation.authors.map(formatName).join(' and ')),
    formatField('year', year === undefined ? '' : String(year)),
    // Month names are macros of every BibTeX style and stand without braces.
    month === undefined ? '' : `  month = ${months[month - 1] ?? 'jan'},\n`,
    formatField('journal', escapeTex(journalRef ?? '')),
    formatField('doi', escapeVerbatim(doi ?? '')),
    ...(arxivId === undefined
      ? []
      : [
          formatField('eprint', arxivId),
          formatField('archivePrefix', 'arXiv'),
          formatField('primaryClass', escapeVerbatim(primaryCategory ?? '')),
        ]),
    formatField('url', escapeVerbatim(citation.url)),
    formatField('abstract', escapeTex(citation.abstract)),
  ]
  return `@${journalRef === undefined ? 'misc' : 'article'}{${citation.id},\n${lines.join('')}}\n`
}

function formatField(name: string, value: string): string {
  return value === '' ? '' : `  ${name} = {${value}},\n`
}

/** `Family, Given`; a comma or an "and" inside a part would be read as structure, so such a part gets braces. */
function formatName({ family, given }: PersonName): string {
  const parts = given === undefined ? [family] : [family, given]
  return parts
    .map((part) =>
      /,|\band\b/i.test(part) || (given === undefined && part.includes(' ')) ? `{${escapeTex(part)}}` : escapeTex(part),
    )
    .join(', ')
}

const texSpellings: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** BibTeX counts braces even after a backslash, so a brace from outside becomes a command with a balanced pair. */
function escapeTex(text: string): string {
  return text.replace(/[\\{}~^]/g, (character) => texSpellings[character] ?? '').replace(/[&%$#_]/g, '\\$&')
}

/** Addresses are printed as they stand; only what would end the field is percent-encoded. */
function escapeVerbatim(text: string): string {
  return text.replace(/[{}\\\s]/g, encodeURIComponent)
}
