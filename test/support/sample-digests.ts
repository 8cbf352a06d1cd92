import { readFileSync } from 'node:fs'
import { fixturePath } from './paths.ts'

/** An invented paper, as much as any format can say of one. */
export interface SamplePaper {
  readonly id: string
  readonly title: string
  readonly abstract: string
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly published: string
  readonly upvotes: number
  readonly comments: number
}

/** The eight papers of the fixtures, which stand there in every format. */
export function readSamplePapers(): SamplePaper[] {
  return JSON.parse(readFileSync(fixturePath('digests', 'papers.truth.json'), 'utf8')) as SamplePaper[]
}

/** Papers with numbered titles and ids, made of the eight, as many as are asked for. */
export function makePapers(count: number): SamplePaper[] {
  const samples = readSamplePapers()
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length] as SamplePaper
    const round = Math.floor(index / samples.length)
    if (round === 0) return sample
    const id = `${String(2001 + (Math.floor(index / 90_000) % 12))}.${String((index % 90_000) + 10_000)}`
    return { ...sample, id, title: `${sample.title} (${index})` }
  })
}

type Render = (papers: readonly SamplePaper[]) => string

const head = `new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Nov 20
`

/** Renderers of a digest of papers by the name of the format that reads it. */
export const samples: Readonly<Record<string, Render>> = {
  'page-text': (papers) => `${head}\n${papers.map(({ title, abstract }) => `${title}\n\n${abstract}\n`).join('\n')}`,
  'page-markdown': (papers) =>
    `# Daily Papers\n\n## by [AK](https://huggingface.co/akhaliq) and the research community\n\n- Daily\n- Weekly\n\nNov 20\n\n${papers.map(renderMarkdownCard).join('\n')}`,
  'page-lynx': renderLynx,
  'page-notebook': (papers) =>
    `# Daily Papers - Hugging Face\n\nDaily Papers\n\nby \n\nAK\n\nhttps://huggingface.co/akhaliq\n\n and the research community\n\nNov 20\n\n${papers.map(renderNotebookCard).join('\n')}`,
  'page-html': (papers) =>
    `<!DOCTYPE html>\n<html class=""><head><title>Daily Papers - Hugging Face</title></head><body>\n<h1>Daily Papers</h1><h2>by <a href="/akhaliq">AK</a> and the research community</h2><div>Nov 20</div>\n${papers.map(renderHtmlCard).join('\n')}\n</body></html>\n`,
  'hf-json': (papers) => JSON.stringify(papers.map(renderApiEntry), undefined, 1),
  feed: (papers) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Example papers</title><link>https://feeds.example.org/</link><pubDate>Fri, 20 Nov 2026 06:00:00 GMT</pubDate>\n${papers.map(renderRssItem).join('\n')}\n</channel></rss>\n`,
  'arxiv-atom': (papers) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n<title>arXiv Query: example</title>\n<updated>2026-11-20T00:00:00Z</updated>\n${papers.map(renderAtomEntry).join('\n')}\n</feed>\n`,
  'json-feed': (papers) =>
    JSON.stringify(
      {
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Example papers',
        items: papers.map((paper) => ({
          id: `https://arxiv.org/abs/${paper.id}`,
          url: `https://arxiv.org/abs/${paper.id}`,
          title: paper.title,
          content_text: paper.abstract,
          date_published: `${paper.published}T00:00:00Z`,
          authors: paper.authors.map((name) => ({ name })),
          tags: paper.categories,
        })),
      },
      undefined,
      1,
    ),
  'arxiv-mail': (papers) =>
    `${'-'.repeat(78)}\nSend any comments regarding submissions directly to submitter.\n${'-'.repeat(78)}\n Submissions to:\nMachine Learning\n received from  Thu 19 Nov 26 19:00:00 GMT  to  Fri 20 Nov 26 19:00:00 GMT\n${'-'.repeat(78)}\n${papers.map(renderMailEntry).join('')}`,
  'text-blocks': (papers) =>
    papers
      .map(
        ({ title, id, authors, abstract }) =>
          `Title: ${title}\nPDF: https://arxiv.org/pdf/${id}\nAuthors: ${authors.join(', ')}\nSummary: ${abstract}\n`,
      )
      .join('---\n'),
  json: (papers) =>
    JSON.stringify(
      {
        date: '2026-11-20',
        papers: papers.map(({ id, comments: _comments, ...paper }) => ({ arxivId: id, ...paper })),
      },
      undefined,
      1,
    ),
  'json-lines': (papers) => papers.map((paper) => `${JSON.stringify({ ...paper, day: '2026-11-20' })}\n`).join(''),
  csv: (papers) =>
    `arxiv_id,title,abstract,authors,categories,upvotes\n${papers.map(({ id, title, abstract, authors, categories, upvotes }) => [id, title, abstract, authors.join('; '), categories.join(' '), String(upvotes)].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`,
  bibtex: (papers) =>
    papers
      .map(
        (paper) =>
          `@misc{example${paper.id},\n  title = {${paper.title.replaceAll('%', String.raw`\%`)}},\n  author = {${paper.authors.join(' and ')}},\n  eprint = {${paper.id}},\n  archivePrefix = {arXiv},\n  primaryClass = {${paper.categories[0] ?? ''}},\n  date = {${paper.published}},\n  abstract = {${paper.abstract}}\n}\n`,
      )
      .join('\n'),
  ris: (papers) =>
    papers
      .map(
        ({ id, title, abstract, authors, categories, published }) =>
          `TY  - UNPB\nTI  - ${title}\n${authors.map((name) => `AU  - ${name.replace(/^(.*) (\S+)$/, '$2, $1')}\n`).join('')}DA  - ${published.replaceAll('-', '/')}/\n${categories.map((name) => `KW  - ${name}\n`).join('')}UR  - https://arxiv.org/abs/${id}\nAB  - ${abstract}\nER  - \n`,
      )
      .join('\n'),
  mail: (papers) =>
    `From: Digest <digest@example.org>\nTo: reader@example.net\nSubject: Papers of the day\nDate: Fri, 20 Nov 2026 06:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b1"\n\n--b1\nContent-Type: text/plain; charset=utf-8\n\nThe papers of the day are in the other part.\n\n--b1\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${toQuotedPrintable(`<html><body>${papers.map(renderNewsletterItem).join('\n')}</body></html>`)}\n--b1--\n`,
  markdown: (papers) =>
    `# Papers of 2026-11-20\n\n${papers.map(({ title, id, authors, abstract }) => `## [${title}](https://arxiv.org/abs/${id})\n\n${authors.join(', ')}\n\n${abstract}\n`).join('\n')}`,
  'markdown-table': (papers) =>
    `## Papers for 2026-11-20\n\n| Title | Authors | Summary |\n|-------|---------|---------|\n${papers.map(({ title, id, authors, abstract }) => `| ${title} (Read more on [arXiv](https://arxiv.org/abs/${id}) or [HuggingFace](https://huggingface.co/papers/${id}))| ${authors.join(', ')} | ${abstract} |`).join('\n')}\n`,
  html: (papers) =>
    `<!DOCTYPE html><html><body><h1>Reading list</h1>\n${papers.map(renderNewsletterItem).join('\n')}</body></html>\n`,
}

function renderMarkdownCard({ id, title, abstract, authors, upvotes, comments }: SamplePaper): string {
  const page = `https://huggingface.co/papers/${id}`
  return `[${upvotes}](https://huggingface.co/login?next=%2Fpapers%2F${id})\n\n### [${title}](${page})\n\n[${abstract}](${page})\n\n[- ![](https://cdn.example.org/a.png)\\\\\n- ${authors.length} authors](${page})\n\n·\n\nNov 18, 2026[${comments}](${page}#community)\n`
}

function renderLynx(papers: readonly SamplePaper[]): string {
  const addresses: string[] = []
  const link = (address: string) => `[${addresses.push(address)}]`
  const cards = papers.map(({ id, title, abstract, authors, upvotes, comments }) => {
    const page = `https://huggingface.co/papers/${id}`
    return `   ${link(`https://huggingface.co/login?next=%2Fpapers%2F${id}`)}${upvotes}\n\n${wrapText(`${link(page)}${title}`, 72, '')}\n\n${wrapText(`${link(page)}${abstract}`, 72, '   ')}\n     * ${link(page)}${authors.length} authors\n\n   · Nov 18, 2026 ${link(`${page}#community`)}${comments}\n`
  })
  const body = `   ${link('https://huggingface.co/login')}Subscribe\n\nDaily Papers\n\nby${link('https://huggingface.co/akhaliq')}AK and the research community\n\n   Nov 20\n\n${cards.join('\n')}`
  return `${body}\nReferences\n\n   Visible links\n${addresses.map((address, index) => `${String(index + 1).padStart(4)}. ${address}`).join('\n')}\n`
}

function renderNotebookCard({ id, title, abstract, authors, upvotes, comments }: SamplePaper): string {
  const page = `https://huggingface.co/papers/${id}`
  return ` [-] ${upvotes}\n\nhttps://huggingface.co/login?next=%2Fpapers%2F${id}\n\n${title}\n\n${page}\n\n${abstract}\n\n${page}\n\n[\n\n${authors.length} authors](${page})\n\n·\n\nNov 18, 2026 \n\n${comments}\n\n${page}#community\n`
}

function renderHtmlCard({ id, title, abstract, authors, upvotes, comments }: SamplePaper): string {
  return `<article class="flex"><a href="/papers/${id}" class="block"><img src="https://cdn.example.org/${id}.png"></a>
<div><a href="/login?next=%2Fpapers%2F${id}"><div class="leading-none"><input type="checkbox" disabled=""> <div>${upvotes}</div></div></a>
<div class="w-full"><h3 class="mb-1"><a href="/papers/${id}" class="line-clamp-3">${escapeXml(title)}</a></h3>
<a href="/papers/${id}"><p>${escapeXml(abstract)}</p></a>
<a href="/papers/${id}"><ul><li title="a"><img src="a.png"></li><li class="text-xs"><div>· ${authors.length} authors</div></li></ul></a>
<a href="/papers/${id}#community"><svg></svg> ${comments}</a></div></div></article>`
}

function renderApiEntry({ id, title, abstract, authors, published, upvotes, comments }: SamplePaper): object {
  const paper = {
    id,
    authors: authors.map((name) => ({ name, hidden: false })),
    publishedAt: `${published}T00:00:00.000Z`,
    submittedOnDailyAt: '2026-11-20T02:00:00.000Z',
    title,
    summary: abstract,
    upvotes,
  }
  return { paper, publishedAt: '2026-11-20T02:00:00.000Z', title, numComments: comments }
}

function renderRssItem({ id, title, abstract, authors, categories, published }: SamplePaper): string {
  return `<item><title>${escapeXml(title)}</title><link>https://arxiv.org/abs/${id}</link><description>${escapeXml(abstract)}</description><dc:creator>${escapeXml(authors.join(', '))}</dc:creator>${categories.map((name) => `<category>${name}</category>`).join('')}<pubDate>${new Date(published).toUTCString()}</pubDate><guid>https://arxiv.org/abs/${id}</guid></item>`
}

function renderAtomEntry({ id, title, abstract, authors, categories, published }: SamplePaper): string {
  return `<entry>\n<id>http://arxiv.org/abs/${id}v1</id>\n<title>${escapeXml(title)}</title>\n<updated>${published}T00:00:00Z</updated>\n<link href="https://arxiv.org/abs/${id}v1" rel="alternate" type="text/html"/>\n<link href="https://arxiv.org/pdf/${id}v1" rel="related" type="application/pdf" title="pdf"/>\n<summary>${escapeXml(abstract)}</summary>\n${categories.map((name) => `<category term="${name}" scheme="http://arxiv.org/schemas/atom"/>`).join('')}\n<published>${published}T00:00:00Z</published>\n<arxiv:primary_category term="${categories[0] ?? ''}"/>\n${authors.map((name) => `<author><name>${escapeXml(name)}</name></author>`).join('')}\n</entry>`
}

function renderMailEntry({ id, title, abstract, authors, categories }: SamplePaper): string {
  return `\\\\\narXiv:${id}\nDate: Wed, 18 Nov 2026 05:03:49 GMT   (704kb)\n\n${wrapText(`Title: ${title}`, 76, '', '  ')}\n${wrapText(`Authors: ${authors.join(', ')}`, 76, '', '  ')}\nCategories: ${categories.join(' ')}\n\\\\\n${wrapText(`  ${abstract}`, 78, '')}\n\\\\ ( https://arxiv.org/abs/${id} ,  704kb)\n${'-'.repeat(78)}\n`
}

function renderNewsletterItem({ id, title, abstract, authors }: SamplePaper): string {
  return `<div><h3><a href="https://arxiv.org/abs/${id}">${escapeXml(title)}</a></h3><p><i>${escapeXml(authors.join(', '))}</i></p><p>${escapeXml(abstract)}</p></div>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Breaks a text into lines of at most so many columns. */
export function wrapText(text: string, width: number, indent: string, further = indent): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = further
    }
    line += line.trim() === '' ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}

function toQuotedPrintable(text: string): string {
  const encoded = [...Buffer.from(text)]
    .map((octet) =>
      octet === 10 || (octet >= 32 && octet < 127 && octet !== 61)
        ? String.fromCharCode(octet)
        : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
  return encoded
    .split('\n')
    .map((line) => line.replace(/(.{70}(?<!=.?))(?=.)/g, '$1=\n'))
    .join('\n')
}
