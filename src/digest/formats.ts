/** The formats that are known. */
import type { Format } from './draft.ts'
import { arxivMail } from './formats/arxiv-mail.ts'
import { bibtex } from './citations/bibtex.ts'
import { csv } from './formats/csv.ts'
import { feed } from './formats/feed.ts'
import { hfJson } from './formats/hf-json.ts'
import { html } from './formats/html.ts'
import { jsonFeed } from './formats/json-feed.ts'
import { jsonLines } from './formats/json-lines.ts'
import { json } from './formats/json.ts'
import { latex } from './citations/latex.ts'
import { mail } from './formats/mail.ts'
import { markdown } from './formats/markdown.ts'
import { pageHtml } from './pages/page-html.ts'
import { pageLynx, pageMarkdown } from './pages/page-markdown.ts'
import { pageNotebook } from './pages/page-notebook.ts'
import { pageText } from './pages/page-text.ts'
import { paperPage } from './pages/paper-page.ts'
import { ris } from './citations/ris.ts'
import { textBlocks } from './formats/text-blocks.ts'

/** Every format by its name, as `--format` takes it; where two are equally sure, the earlier one reads. */
export const formats = {
  'page-text': pageText,
  'page-markdown': pageMarkdown,
  'page-lynx': pageLynx,
  'page-notebook': pageNotebook,
  'page-html': pageHtml,
  'paper-page': paperPage,
  'hf-json': hfJson,
  feed,
  'json-feed': jsonFeed,
  'arxiv-mail': arxivMail,
  'text-blocks': textBlocks,
  json,
  'json-lines': jsonLines,
  csv,
  bibtex,
  ris,
  latex,
  mail,
  markdown,
  html,
} as const satisfies Record<string, Format>

/** The name of a format. */
export type DigestFormat = keyof typeof formats

/** Formats of which a beginning says as much as it would within the whole: entry after entry, nothing at the end. */
export const divisible: ReadonlySet<DigestFormat> = new Set<DigestFormat>([
  'page-text',
  'page-markdown',
  'page-notebook',
  'page-html',
  'arxiv-mail',
  'text-blocks',
  'json-lines',
  'csv',
  'bibtex',
  'ris',
  'markdown',
  'html',
])

/** The names that `--format` takes. */
export const digestFormats = Object.keys(formats) as DigestFormat[]
