type Field =
  'title' | 'abstract' | 'authors' | 'doi' | 'published' | 'journalRef' | 'comment' | 'arxivId' | 'url' | 'categories'

/** One way to write records of tagged lines. */
export interface Dialect {
  /** Whether the beginning of a text is written so. */
  readonly sign: RegExp
  /** A line with its tag and its value. */
  readonly tagged: RegExp
  /** The tag with which a record begins. */
  readonly first: string
  /** Which tags hold what, the best first. */
  readonly tags: Readonly<Record<Field, readonly string[]>>
  /** What an identifier looks like among others, and what stands behind a title and is none of it. */
  readonly ends: { readonly doi: RegExp; readonly title: RegExp }
}

const anyDoi = /^(.+)$/
const nothing = /$^/

const dialects: readonly Dialect[] = [
  {
    sign: /^TY {1,2}- [A-Z]{2,6}[ \t]*\r?\n[A-Z][A-Z0-9] {1,2}- /m,
    tagged: /^([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)$/,
    first: 'TY',
    tags: {
      title: ['TI', 'T1', 'CT'],
      abstract: ['AB', 'N2'],
      authors: ['AU', 'A1'],
      doi: ['DO'],
      published: ['DA', 'PY', 'Y1'],
      journalRef: ['JO', 'JF', 'T2', 'JA'],
      comment: ['N1'],
      arxivId: ['AN'],
      url: ['UR', 'L1', 'L2', 'LK'],
      categories: ['KW'],
    },
    ends: { doi: anyDoi, title: nothing },
  },
  {
    sign: /^%0 [A-Z][\w ]{2,40}\r?\n%[A-Z0-9@] /m,
    tagged: /^%([A-Z0-9@!~+&()*<>[\]])(?: (.*)|\s*)$/i,
    first: '0',
    tags: {
      title: ['T'],
      abstract: ['X'],
      authors: ['A'],
      doi: ['R'],
      published: ['8', 'D'],
      journalRef: ['J', 'B'],
      comment: ['Z'],
      arxivId: ['M', 'J'],
      url: ['U', '>'],
      categories: ['K'],
    },
    ends: { doi: anyDoi, title: nothing },
  },
  {
    sign: /^PMID- ?\d+[ \t]*\r?\n[A-Z]{2,4} *- /m,
    tagged: /^([A-Z]{2,4}) *-(?: (.*)|\s*)$/,
    first: 'PMID',
    tags: {
      title: ['TI', 'BTI'],
      abstract: ['AB'],
      authors: ['FAU', 'AU'],
      doi: ['LID', 'AID'],
      published: ['DP'],
      journalRef: ['SO', 'JT', 'TA'],
      comment: [],
      arxivId: ['LID', 'SO'],
      url: [],
      categories: ['OT', 'MH'],
    },
    ends: { doi: /^(\S+) \[doi\]$/, title: /\.$/ },
  },
]

/** The way in which the records of a text are written; undefined where it holds none. */
export function findDialect(text: string): Dialect | undefined {
  const start = text.slice(0, 4000)
  return dialects.find(({ sign }) => sign.test(start))
}
