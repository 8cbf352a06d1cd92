import type { Paper } from '../../digest/paper.ts'
import { buildCitations, type Citation, type PersonName } from './citation.ts'

/** Papers as a RIS file: two-letter tags, CRLF, a record per paper; preprints are UNPB, as Zotero writes them. */
export function formatRis(papers: readonly Paper[]): string {
  return buildCitations(papers).map(formatRecord).join('\r\n')
}

function formatRecord(citation: Citation): string {
  const { journalRef, arxivId, primaryCategory } = citation
  const fields: [string, string | undefined][] = [
    ['TY', journalRef === undefined ? 'UNPB' : 'JOUR'],
    ['ID', citation.id],
    ['TI', citation.title],
    ...citation.authors.map((name): [string, string] => ['AU', formatName(name)]),
    ['PY', citation.year === undefined ? undefined : String(citation.year)],
    ['DA', formatDate(citation)],
    ['T2', journalRef],
    ['DO', citation.doi],
    ['AN', arxivId === undefined ? undefined : `arXiv:${arxivId}`],
    ['PB', arxivId === undefined ? undefined : 'arXiv'],
    ['KW', primaryCategory],
    ['UR', citation.url],
    ['AB', citation.abstract],
  ]
  const lines = fields
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([tag, value]) => `${tag}  - ${value}`)
  return `${lines.join('\r\n')}\r\nER  - \r\n`
}

function formatName({ family, given }: PersonName): string {
  return given === undefined ? family : `${family}, ${given}`
}

/** `YYYY/MM/DD/`, parts that are not known left empty. */
function formatDate({ year, month, day }: Citation): string | undefined {
  if (year === undefined) return undefined
  const two = (value: number | undefined): string => (value === undefined ? '' : String(value).padStart(2, '0'))
  return `${year}/${two(month)}/${two(day)}/`
}
