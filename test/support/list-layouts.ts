import { wrapText, type SamplePaper } from './sample-digests.ts'

/** A way in which people write digests: `shows` names what it tells beside titles. */
export interface ListLayout {
  readonly format: string
  readonly shows: string
  readonly render: (papers: readonly SamplePaper[]) => string
}

/** The address of a paper. */
export const arxiv = (id: string) => `https://arxiv.org/abs/${id}`
/** Writes every paper, one below the other. */
export const join = (papers: readonly SamplePaper[], write: (paper: SamplePaper, index: number) => string) =>
  papers.map((paper, index) => write(paper, index)).join('\n')

/** Digests in Markdown, plain text and HTML, as other people lay them out. */
export const listLayouts: Readonly<Record<string, ListLayout>> = {
  'numbered headings with fields as a list': {
    format: 'markdown',
    shows: 'id authors abstract upvotes',
    render: (papers) =>
      `# Daily digest (2026-11-20)\n\nGood morning!\n\n${join(papers, (paper, index) => `### ${index + 1}. ${paper.title}\n\n- **arXiv**: [${paper.id}](${arxiv(paper.id)})\n- **Authors**: ${paper.authors.join(', ')}\n- **Abstract**: ${paper.abstract}\n- **Upvotes**: ${paper.upvotes}\n`)}`,
  },
  'a numbered list with titles in bold': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `# Weekly picks\n\n${join(papers, ({ id, title, abstract }, index) => `${index + 1}. **${title}** ([paper](${arxiv(id)}), [code](https://github.com/example/a)) - ${abstract}`)}\n`,
  },
  'titles, names and ids on a line': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      `## Reading\n\n${join(papers, ({ id, title, authors }) => `- ${title}. ${authors.join(', ')}. [arXiv:${id}](${arxiv(id)})`)}\n`,
  },
  'what unfolds': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `# Papers\n\n[![Badge](https://img.example.com/b.svg)](https://github.com/example/a)\n\n${join(papers, ({ id, title, abstract }, index) => `<details>\n<summary><b>${index + 1}. ${title}</b> ⭐ 66</summary>\n\n<br/>\n\n**🔗 Links:** [HF](https://huggingface.co/papers/${id}) • [arXiv](${arxiv(id)})\n\n**Code:** [Code](https://github.com/example/a)\n\n> ${abstract}\n\n</details>\n`)}`,
  },
  'contents first, then a section each': {
    format: 'markdown',
    shows: 'id abstract upvotes',
    render: (papers) =>
      `# Week 47\n\n## Contents\n${join(papers, ({ title, upvotes }, index) => `${index + 1}. [${title}](#${index + 1}-x) 👍${upvotes}`)}\n\n---\n\n${join(papers, ({ id, title, abstract, upvotes }, index) => `## ${index + 1}. ${title}\n\n- arXiv: [${id}](${arxiv(id)})\n- upvotes: ${upvotes}\n\n${abstract}\n\n---\n`)}`,
  },
  'headings that are underlined': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `Papers\n======\n\n${join(papers, ({ id, title, abstract }) => `${title}\n${'-'.repeat(20)}\n\n<${arxiv(id)}>\n\n${abstract}\n`)}`,
  },
  'numbered plain text, wrapped': {
    format: 'markdown',
    shows: 'id authors abstract',
    render: (papers) =>
      `Papers for Nov 20, 2026\n\n${join(papers, ({ id, title, authors, abstract }, index) => `${index + 1}. ${title}\n   ${authors.join(', ')}, Someone Else\n   ${arxiv(id)}\n\n${wrapText(abstract, 78, '   ')}\n`)}`.replaceAll(
        ', Someone Else',
        '',
      ),
  },
  'titles, abstracts and addresses as paragraphs': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) => join(papers, ({ id, title, abstract }) => `${title}\n\n${abstract}\n\n${arxiv(id)}\n\n`),
  },
  'numbered titles without any address': {
    format: 'page-text',
    shows: 'abstract',
    render: (papers) => join(papers, ({ title, abstract }, index) => `${index + 1}. ${title}\n\n${abstract}\n`),
  },
  'blocks with labels in Chinese': {
    format: 'text-blocks',
    shows: 'id authors abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, authors, abstract }) =>
          `标题：${title}\n作者：${authors.join(', ')}\n链接：${arxiv(id)}\n摘要：${abstract}\n`,
      ),
  },
  'blocks of which the label stands alone': {
    format: 'text-blocks',
    shows: 'id authors abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, authors, abstract }) =>
          `Title: ${title}\nAuthors: ${authors.join(', ')}\narXiv: ${id}\nAbstract:\n${wrapText(abstract, 80, '')}\n\n`,
      ),
  },
  'a title and an address on each line': {
    format: 'markdown',
    shows: 'id',
    render: (papers) => join(papers, ({ id, title }) => `${title} ${arxiv(id)}`),
  },
  'an address and a title on each line': {
    format: 'markdown',
    shows: 'id',
    render: (papers) => join(papers, ({ id, title }) => `${arxiv(id)} - ${title}`),
  },
  'a thread of messages': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, abstract }, index) => `${index + 1}/ ${title}\n\n${abstract}\n\nPaper: ${arxiv(id)}\n`,
      ),
  },
  'messages of a chat': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      join(papers, ({ id, title }, index) => `[20/11/26, 09:1${index}:00] Ann Example: ${title}\n${arxiv(id)}`),
  },
  'a note with front matter and tasks': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `---\ntitle: "Reading list"\ntags:\n  - papers\nsource: https://example.org/list\n---\n# Papers\n\n${join(papers, ({ id, title, abstract }) => `- [ ] [[${title.replace(':', ' -')}|${title}]] #cs-CL [arXiv](${arxiv(id)})\n\t- ${abstract}`)}`,
  },
  'headings of Org': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `#+TITLE: Papers\n\n${join(papers, ({ id, title, abstract }) => `* [[${arxiv(id)}][${title}]]\n  ${abstract}\n`)}`,
  },
  'links of AsciiDoc and of a wiki': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      join(papers, ({ id, title }, index) => (index % 2 ? `* ${arxiv(id)}[${title}]` : `* [${arxiv(id)} ${title}]`)),
  },
  'links of reStructuredText': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `Papers\n======\n\n${join(papers, ({ id, title, abstract }) => `\`${title} <${arxiv(id)}>\`_\n\n${wrapText(abstract, 78, '')}\n`)}`,
  },
  'titles in bold with quotations': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, abstract }) =>
          `**${title}**\n\n&gt; ${abstract}\n\n[Paper](${arxiv(id)}) | [HF](https://huggingface.co/papers/${id})\n`,
      ),
  },
  'ids in brackets behind titles': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      join(papers, ({ id, title }, index) => (index % 2 ? `${title} [${id}]` : `${title} (arXiv:${id}v2)`)),
  },
  'footnotes for addresses': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `Papers of the week\n\n${join(papers, ({ title, abstract }, index) => `${title} [${index + 1}]\n${abstract}\n`)}\n${join(papers, ({ id }, index) => `[${index + 1}] ${arxiv(id)}`)}\n`,
  },
  'bullets of a word processor': {
    format: 'markdown',
    shows: 'id authors',
    render: (papers) =>
      `Papers we liked\n\n${join(papers, ({ id, title, authors }) => `•\t${title}\n\t${authors.join(', ')}\n\t${arxiv(id)}`)}`,
  },
  'signs in front of lines': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `\u{1f525} Top papers today\n\n${join(papers, ({ id, title, abstract }, index) => `${index + 1}\ufe0f\u20e3 ${title}\n${abstract}\n\u{1f517} ${arxiv(id)}\n`)}`,
  },
  'a table with authors below the titles': {
    format: 'markdown',
    shows: 'authors upvotes',
    render: (papers) =>
      `| # | Paper | Votes |\n|---|:---|---:|\n${join(papers, ({ id, title, authors, upvotes }, index) => `| ${index + 1} | [${title}](${arxiv(id)})<br>${authors.join(', ')} | ${upvotes} |`)}\n`,
  },
  'the listing of an archive, from a text browser': {
    format: 'text-blocks',
    shows: 'id authors abstract',
    render: (papers) =>
      `   [1]arXiv logo\n\n   Showing new listings for Friday, 20 November 2026\n\n${join(papers, ({ id, title, authors, abstract }, index) => `   [${index + 2}] [3]arXiv:${id} [[4]pdf, [5]other]\n\n   Title: ${title}\n   ${authors.map((name) => `[6]${name}`).join(', ')}\n   Subjects: Machine Learning (cs.LG)\n\n${wrapText(abstract, 72, '   ')}\n`)}\nReferences\n\n   1. https://arxiv.org/\n`,
  },
  'pages of single papers, copied': {
    format: 'text-blocks',
    shows: 'id authors abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, authors, abstract }) =>
          `Computer Science > Machine Learning\narXiv:${id} (cs)\n[Submitted on 12 Nov 2026]\n${title}\n${authors.join(', ')}\nView PDF\nHTML (experimental)\n${abstract}\nComments:\t12 pages\nSubjects:\tMachine Learning (cs.LG)\nCite as:\tarXiv:${id} [cs.LG]\n \thttps://doi.org/10.48550/arXiv.${id}\nSubmission history\n`,
      ),
  },
  'the listing of an archive, copied': {
    format: 'text-blocks',
    shows: 'id authors abstract',
    render: (papers) =>
      `Machine Learning\n\nShowing new listings for Friday, 20 November 2026\n\n${join(papers, ({ id, title, authors, abstract }, index) => `[${index + 1}] arXiv:${id} [pdf, html, other]\n\nTitle: ${title}\n\nAuthors: ${authors.join(', ')}\n\nComments: 12 pages\n\nSubjects: Machine Learning (cs.LG)\n\n${abstract}\n`)}`,
  },
  'the recent papers of an archive, copied': {
    format: 'text-blocks',
    shows: 'id authors',
    render: (papers) =>
      `Authors and titles for recent submissions\n\nFri, 20 Nov 2026 (showing 3 of 3 entries )\n${join(papers, ({ id, title, authors }, index) => `[${index + 1}] arXiv:${id} [pdf, html, other]\nTitle: ${title}\n${authors.join(', ')}\nComments: 12 pages\nSubjects: Machine Learning (cs.LG)\n`)}Thu, 19 Nov 2026 (showing 0 of 0 entries )\n`,
  },
  'the new papers of an archive, saved': {
    format: 'html',
    shows: 'id authors abstract',
    render: (papers) =>
      `<!DOCTYPE html>\n<html><body><h1>Machine Learning</h1><h3>Showing new listings for Friday, 20 November 2026</h3><dl><h3>New submissions (showing 3 of 3 entries)</h3>\n${join(papers, (paper, index) => renderListed(paper, index))}</dl><footer>About</footer></body></html>`,
  },
  'a mail of which every paragraph is alike': {
    format: 'html',
    shows: 'id abstract',
    render: (papers) =>
      `<html><body lang=EN><p class=MsoNormal>Dear all,<o:p></o:p></p>${join(papers, ({ id, title, abstract }) => `<p class=MsoNormal><b><a href="${arxiv(id)}">${escape(title)}</a></b><o:p></o:p></p><p class=MsoNormal>${escape(abstract)}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>`)}<p class=MsoNormal>See you all on Friday, as always at noon.</p></body></html>`,
  },
  'an alert with buttons beside each paper': {
    format: 'html',
    shows: 'abstract authors',
    render: (papers) =>
      `<html><body><h1>Your Research Feed</h1>${join(papers, ({ title, authors, abstract }, index) => `<div><p><a href="https://www.semanticscholar.org/paper/${index}abc?utm_source=alert">${escape(title)}</a></p><p>${authors.join(', ')}</p><p>${escape(abstract)}</p><p><a href="https://www.semanticscholar.org/save/${index}">Save</a> <a href="https://www.semanticscholar.org/paper/${index}abc?sort=more">View Paper</a></p></div>`)}</body></html>`,
  },
  'a search in an archive, copied': {
    format: 'text-blocks',
    shows: 'id authors abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, authors, abstract }) =>
          `arXiv:${id} [pdf, other] cs.CL cs.AI\n${title}\nAuthors: ${authors.join(', ')}\nAbstract: ${abstract} △ Less\nSubmitted 19 November, 2026; originally announced November 2026.\n`,
      ),
  },
  'a newsletter made of a table': {
    format: 'html',
    shows: 'id authors abstract',
    render: (papers) =>
      `<html><body><table><tr><td><h1>My Digest</h1><p>Welcome to issue 12.</p></td></tr>${join(papers, ({ id, title, authors, abstract }) => `<tr><td><a href="${arxiv(id)}"><b>${escape(title)}</b></a><br><i>${authors.join(', ')}</i><p>${escape(abstract)}</p><a href="https://arxiv.org/pdf/${id}">PDF</a></td></tr>`)}<tr><td><a href="https://example.org/u">Unsubscribe</a></td></tr></table></body></html>`.replaceAll(
        '\n',
        '',
      ),
  },
  'a page of boxes with a footer': {
    format: 'html',
    shows: 'id authors abstract',
    render: (papers) =>
      `<html><body><h1>Daily Papers 2026-11-20</h1>${join(papers, ({ id, title, authors, abstract }, index) => `<div class="paper"><h3>${index + 1}. ${escape(title)}</h3><p>${authors.join(', ')}</p><p>${escape(abstract)}</p><p><a href="${arxiv(id)}">arXiv</a> · <a href="https://huggingface.co/papers/${id}">HF</a></p></div>`)}<footer><p>You get this because you subscribed.</p></footer></body></html>`,
  },
  'a feed with everything in the description': {
    format: 'feed',
    shows: 'id abstract',
    render: (papers) =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Papers</title><link>https://example.org</link>${join(papers, ({ id, title, authors, abstract }) => `<item><title>${escape(title)}</title><link>${arxiv(id)}</link><description>${escape(`<p><b>Authors:</b> ${authors.join(', ')}</p><p>${escape(abstract)}</p>`)}</description></item>`)}</channel></rss>`,
  },
}

/** arXiv writes a paper into a pair of elements, with relative addresses and a link to each author. */
function renderListed({ id, title, authors, abstract }: SamplePaper, index: number): string {
  const names = authors.map((name) => `<a href="https://arxiv.org/search/cs?searchtype=author">${name}</a>`).join(', ')
  return `<dt>\n<a name="item${index + 1}">[${index + 1}]</a>\n<a href="/abs/${id}" title="Abstract">\narXiv:${id}\n</a>\n[<a href="/pdf/${id}">pdf</a>, <a href="/format/${id}">other</a>]\n</dt>\n<dd><div class="meta"><div class="list-title mathjax"><span class="descriptor">Title:</span>\n${escape(title)}\n</div>\n<div class="list-authors">${names}</div>\n<div class="list-subjects"><span>Subjects:</span> Machine Learning (cs.LG)</div>\n<p class="mathjax">\n${escape(abstract)}\n</p></div></dd>\n`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
