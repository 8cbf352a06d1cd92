import type { Paper } from '../../digest/paper.ts'
import { buildCitations, type Citation } from './citation.ts'

/** Papers as CSL-JSON, which citeproc, Zotero and Pandoc read; CSL has `article` for preprints. */
export function formatCslJson(papers: readonly Paper[]): string {
  return `${JSON.stringify(buildCitations(papers).map(buildItem), undefined, 2)}\n`
}

function buildItem(citation: Citation): Record<string, unknown> {
  const { year, month, day, arxivId } = citation
  const dateParts = [year, month, day].filter((part) => part !== undefined)
  return {
    id: citation.id,
    type: citation.journalRef === undefined ? 'article' : 'article-journal',
    title: citation.title,
    author: citation.authors.map(({ family, given }) =>
      given === undefined ? { literal: family } : { family, given },
    ),
    ...(dateParts.length === 0 ? {} : { issued: { 'date-parts': [dateParts] } }),
    ...(citation.journalRef === undefined ? {} : { 'container-title': citation.journalRef }),
    ...(arxivId === undefined ? {} : { number: `arXiv:${arxivId}`, publisher: 'arXiv' }),
    ...(citation.doi === undefined ? {} : { DOI: citation.doi }),
    URL: citation.url,
    ...(citation.abstract === '' ? {} : { abstract: citation.abstract }),
  }
}
