import { arxiv, join, type ListLayout } from './list-layouts.ts'
import { wrapText } from './sample-digests.ts'

/** Digests as chats keep them, as LaTeX has them, and as lists with links behind titles. */
export const messageLayouts: Readonly<Record<string, ListLayout>> = {
  'a channel with previews and reactions': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      `papers\n\nMonday, November 16th\n\n${join(papers, ({ id, title, abstract }, index) => `Ann Example\n:palm_tree:  9:${index + 10} AM\n${arxiv(id)}\narXiv.orgarXiv.org\n${title}\n${abstract}\n\n:eyes:\n2\n\n3 replies\nLast reply 2 days ago\n`)}`,
  },
  'links of a channel, exported': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      join(
        papers,
        ({ id, title }, index) => `Ann Example\n  9:${index + 10} AM\n<${arxiv(id)}|${title}>\n:fire: ${index}\n`,
      ),
  },
  'messages with their times in brackets': {
    format: 'markdown',
    shows: 'id abstract',
    render: (papers) =>
      join(
        papers,
        ({ id, title, abstract }, index) =>
          `Papers, [20.11.2026 09:${index + 10}]\n📄 ${title}\n\n${abstract}\n\n🔗 ${arxiv(id)}\n👍 ${index}\n`,
      ),
  },
  'a bibliography of LaTeX': {
    format: 'latex',
    shows: 'id authors',
    render: (papers) =>
      `\\begin{thebibliography}{9}\n${join(papers, ({ id, title, authors }, index) => `\\bibitem[A(${index})]{key${index}}\n${authors.join(', ')}.\n\\newblock ${wrapText(title, 60, '').replaceAll('%', '\\%')}.\n\\newblock {\\em arXiv preprint arXiv:${id}}, 2026. % checked\n`)}\\end{thebibliography}\n`,
  },
  'a bibliography with titles in quotation marks': {
    format: 'latex',
    shows: 'id authors',
    render: (papers) =>
      join(
        papers,
        ({ id, title, authors }, index) =>
          `\\bibitem{k${index}} ${authors.join(', ')}, \`\`${title},'' \\url{${arxiv(id)}}, 2026.`,
      ),
  },
  'sections of LaTeX': {
    format: 'latex',
    shows: 'id authors abstract',
    render: (papers) =>
      `\\documentclass{article}\n\\title{Papers}\n\\begin{document}\n\\section{Reading}\n${join(papers, ({ id, title, authors, abstract }) => `\\subsection*{${title}}\n\\textbf{Authors:} ${authors.join(', ')}\\\\\n\\textbf{Link:} \\href{${arxiv(id)}}{arXiv:${id}}\n\n${abstract.replaceAll(/(?<!\\)%/g, '\\%')}\n`)}\\end{document}\n`,
  },
  'messages below a time and a name': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      join(papers, ({ id, title }, index) => `[Friday 9:${index + 10} AM] Ann Example\n${title}\n${arxiv(id)}\n`),
  },
  'an awesome list': {
    format: 'markdown',
    shows: 'id',
    render: (papers) =>
      `# Awesome Things\n\n## 2026\n\n${join(papers, ({ id, title }) => `- (*arXiv 2026*) ${title} [[Paper](${arxiv(id)})] [[Code](https://github.com/example/x)]`)}\n\n## Contributing\n\nPull requests welcome.\n`,
  },
  'links by reference': {
    format: 'markdown',
    shows: 'id authors',
    render: (papers) =>
      `Papers\n\n${join(papers, ({ title, authors }, index) => `${index + 1}. [${title}][${index + 1}]\n   ${authors.join(', ')}`)}\n\n${join(papers, ({ id }, index) => `[${index + 1}]: ${arxiv(id)}`)}\n`,
  },
  'a list in YAML': {
    format: 'text-blocks',
    shows: 'id authors upvotes',
    render: (papers) =>
      `papers:\n${join(papers, ({ id, title, authors, upvotes }) => `  - title: ${JSON.stringify(title)}\n    url: ${arxiv(id)}\n    authors: [${authors.join(', ')}]\n    votes: ${upvotes}`)}\n`,
  },
  'bullets without any address': {
    format: 'page-text',
    shows: 'abstract',
    render: (papers) => `Papers of the week\n\n${join(papers, ({ title, abstract }) => `• ${title}\n\n${abstract}\n`)}`,
  },
  'data in a fence': {
    format: 'json',
    shows: 'id',
    render: (papers) =>
      `Here they are:\n\n\`\`\`json\n${JSON.stringify(papers.map(({ id, title }) => ({ id, title })))}\n\`\`\`\n`,
  },
  'bookmarks of a browser': {
    format: 'html',
    shows: 'id',
    render: (papers) =>
      `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n${join(papers, ({ id, title }) => `<DT><A HREF="${arxiv(id)}" ADD_DATE="1700000000">[${id}] ${title}</A>`)}\n</DL><p>\n`,
  },
}
