import { parseArxivId } from '../arxiv-id.ts'
import type { Draft } from '../draft.ts'
import { splitAuthors } from '../split-authors.ts'
import { measureTitleness } from '../pairing/titleness.ts'

/** What a column of a table means. */
export type Column =
  | 'title'
  | 'abstract'
  | 'authors'
  | 'url'
  | 'link'
  | 'arxivId'
  | 'doi'
  | 'categories'
  | 'published'
  | 'comment'
  | 'journalRef'
  | 'upvotes'
  | 'stars'
  | 'comments'

/** Headings that people give to columns, in the languages that were met, by what they mean. */
const headings: readonly (readonly [Column, RegExp])[] = [
  [
    'title',
    /^(?:paper )?title$|^paper(?: name)?$|^name$|^papers?$|^标题$|^论文(?:标题|名称)?$|^タイトル$|^titre$|^titel$|^título$/,
  ],
  [
    'abstract',
    /^(?:paper )?abstract(?: ?note)?$|^summary$|^description$|^tl;?dr$|^摘要$|^résumé$|^zusammenfassung$|^resumen$/,
  ],
  ['authors', /^(?:paper )?authors?(?: (?:full )?names?)?$|^作者$|^auteurs?$|^autor(?:en|es)?$/],
  ['arxivId', /^arxiv(?:[ _]?id)?$|^id$|^paper[ _]?id$/],
  ['doi', /^doi$/],
  ['url', /^(?:url|link|paper(?:[ _](?:url|link))|arxiv[ _](?:url|link)|abs|href|链接)$/],
  [
    'link',
    /^(?:pdf(?:[ _](?:url|link))?|code(?:[ _](?:url|link))?|github(?:[ _]?(?:url|link|repo))?|repo(?:sitory)?|project(?:[ _]?(?:page|url))?|links|website|hf|hugging ?face)$/,
  ],
  ['categories', /^categor(?:y|ies)$|^(?:manual )?tags?$|^topics?$|^subjects?$|^keywords?$/],
  ['published', /^(?:date|published|publication[ _]?(?:date|year)|day|submitted|year)(?:[ _]?(?:at|on))?$/],
  ['upvotes', /^(?:up)?votes?$|^likes?$|^points?$|^score$|^👍$|^▲$/],
  ['stars', /^(?:github )?stars?$|^⭐$/],
  ['comments', /^(?:num[ _]?)?comments$/],
  ['comment', /^comment$|^notes?$/],
  ['journalRef', /^venue$|^journal(?:[ _]ref)?$|^conference$|^publication title$/],
]

/** What a heading means; undefined where it is none that is known. */
export function findColumn(name: string): Column | undefined {
  const plain = name
    .replaceAll('_', ' ')
    .replace(/[*`#:]+/g, '')
    .replace(/\(s\)/gi, 's')
    .trim()
    .toLowerCase()
  return headings.find(([, pattern]) => pattern.test(plain))?.[0]
}

/** What each heading of a table means; undefined unless one of them is a title. */
export function findColumns(names: readonly string[]): (Column | undefined)[] | undefined {
  const found = names.map((name) => findColumn(name))
  const titles = names.filter((_, index) => found[index] === 'title')
  if (titles.length === 0) return undefined
  const isOfPapers = titles.some((name) => !/^\W*name\W*$/i.test(name)) || isBesidePapers(names, found)
  return isOfPapers ? found : undefined
}

/** People have names too: a name is a title beside what only papers have, and not beside an address of mail. */
function isBesidePapers(names: readonly string[], found: readonly (Column | undefined)[]): boolean {
  const hasMail = names.some((name) => /\be-?mail/i.test(name))
  return !hasMail && found.some((column) => column !== undefined && ofPapers.has(column))
}

const ofPapers: ReadonlySet<Column> = new Set(['abstract', 'authors', 'url', 'link', 'arxivId', 'doi', 'categories'])

/** What the columns of a table without headings mean, by what stands in them; there must be ids and titles. */
export function inferColumns(rows: readonly (readonly string[])[]): (Column | undefined)[] | undefined {
  const width = rows[0]?.length ?? 0
  if (rows.length < 2 || width < 2) return undefined
  const share = (index: number, test: (cell: string) => boolean) =>
    rows.filter((row) => test(row[index] ?? '')).length / rows.length
  const indexes = Array.from({ length: width }, (_, index) => index)
  const columns = indexes.map((index): Column | undefined => {
    if (share(index, (cell) => parseArxivId(cell) !== undefined) > 0.8) return 'arxivId'
    return share(index, (cell) => /^[a-z-]+(?:\.[A-Za-z-]+)?(?:[ ,;].*)?$/.test(cell)) > 0.8 ? 'categories' : undefined
  })
  const rest = indexes.filter((index) => columns[index] === undefined)
  const title = rest.find((index) => share(index, (cell) => cell.length > 12 && measureTitleness(cell) > 0) > 0.6)
  if (title === undefined || !columns.includes('arxivId')) return undefined
  columns[title] = 'title'
  return columns
}

/** A row of a table as a draft; a column that stands twice adds to its first. */
export function buildColumnDraft(
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
  line: number,
): Draft {
  const get = (wanted: Column) =>
    columns
      .flatMap((column, index) => (column === wanted ? (cells[index]?.trim() ?? '') : []))
      .filter((cell) => cell !== '')
  const [title = ''] = get('title')
  const texts = (['abstract', 'url', 'arxivId', 'doi', 'published', 'comment', 'journalRef'] as const).flatMap(
    (column) => {
      const [cell] = get(column)
      return cell === undefined ? [] : [[column, cell]]
    },
  )
  return {
    ...(Object.fromEntries(texts) as Partial<Draft>),
    line,
    title,
    authors: get('authors').flatMap((cell) => splitAuthors(cell)),
    categories: get('categories').flatMap((cell) => splitCategories(cell)),
    links: get('link'),
    signals: { upvotes: get('upvotes')[0], stars: get('stars')[0], comments: get('comments')[0] },
  }
}

/** `cs.CL, cs.LG`, or as arXiv lists them, `Computation and Language (cs.CL); Machine Learning (cs.LG)`. */
function splitCategories(cell: string): string[] {
  const names = cell.split(/\s*[,;|]\s*|\s+(?=[a-z-]+\.[A-Z]{2}\b)/)
  return names.map((name) => /\(([a-z-]+(?:\.[A-Za-z-]+)?)\)$/.exec(name)?.[1] ?? name)
}
