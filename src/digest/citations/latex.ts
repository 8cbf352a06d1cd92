/** LaTeX: the entries of a bibliography (`\bibitem`), or any document that links to papers by `\href` and `\url`. */
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { createLineCounter } from '../lines.ts'
import { splitAuthors } from '../split-authors.ts'
import { writeLatexAsMarkdown } from './latex-markup.ts'

export const latex: Format = { detect, parse }

const bibitem = /\\bibitem\s{0,9}(?:\[[^[\]]{0,300}\]\s{0,9})?\{[^{}]{0,200}\}/g

function detect(whole: string): number {
  const text = whole.slice(0, 60_000)
  if (!text.includes('\\') || /^\s*[<{[]/.test(text)) return 0
  if (text.search(bibitem) >= 0) return 0.9
  const hasLinks = /\\(?:href|url)\{https?:/.test(text)
  return hasLinks && /^\s*\\(?:item|section|subsection|paragraph|begin|documentclass)\b/m.test(text) ? 0.9 : 0
}

function parse(text: string, { parseText }: FormatContext): DraftDigest {
  const items = [...text.matchAll(bibitem)]
  if (items.length === 0) return parseText(writeLatexAsMarkdown(text))
  const line = createLineCounter(text)
  const drafts = items.map((item, index): Draft => {
    const end = items[index + 1]?.index ?? text.length
    const [body = ''] = text.slice(item.index + item[0].length, end).split(/\\end\{thebibliography\}/, 1)
    return { line: line(item.index), ...readItem(body.slice(0, longestItem).replaceAll(/(?<!\\)%.*$/gm, '')) }
  })
  return { drafts, problems: [] }
}

const longestItem = 5000

/** Parts of an entry are marked, or the title is in quotation marks or slanted, or names end and it begins at a full stop. */
function readItem(body: string): Pick<Draft, 'title' | 'authors' | 'url' | 'links'> & Partial<Draft> {
  const blocks = body.split(/\\newblock\b/).map((block) => writeLatexAsMarkdown(block).replace(/\s+/g, ' ').trim())
  const plain = blocks.join(' ')
  const [, arxivId] = /arxiv\s?[:.]\s?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})/i.exec(plain) ?? []
  const links = plain.match(/https?:\/\/[^\s()<>[\]{}]+/g) ?? []
  const [, doi] = /\bdoi:\s?(10\.\d{4,9}\/[^\s,;{}]+)/i.exec(plain) ?? []
  const { names, title } = blocks.length > 1 ? readBlocks(blocks) : readPlain(body, plain)
  return {
    title: title.replace(/^\[(.*)\]\([^()]*\)$/, '$1').replace(/[\s.,]+$/, ''),
    authors: splitAuthors(names.replace(/[\s.,:]+$/, (end) => (/\b\p{Lu}\.$/u.test(names) ? '.' : end && ''))),
    url: links[0]?.replace(/[.,;]+$/, '') ?? '',
    links: links.map((link) => link.replace(/[.,;]+$/, '')),
    ...(arxivId !== undefined && { arxivId }),
    ...(doi !== undefined && { doi }),
  }
}

interface NamedTitle {
  readonly names: string
  readonly title: string
}

function readBlocks([names = '', title = '']: readonly string[]): NamedTitle {
  return { names, title }
}

const marked =
  /``(.{4,600}?)''|[“"](.{4,600}?)[”"]|\\(?:emph|textit|textsl)\{([^{}]{4,600})\}|\{\\(?:em|it)\b([^{}]{4,600})\}/s

function readPlain(body: string, plain: string): NamedTitle {
  const found = marked.exec(body)
  if (found !== null) {
    const title = found.slice(1).find((group) => group !== undefined) ?? ''
    return { names: writeLatexAsMarkdown(body.slice(0, found.index)), title: title.replace(/\s+/g, ' ').trim() }
  }
  const [names = '', title = ''] = plain.split(/(?<!(?:^|[\s.-])\p{Lu})\.\s+(?=\S)/u)
  return title === '' ? { names: '', title: names } : { names, title }
}
