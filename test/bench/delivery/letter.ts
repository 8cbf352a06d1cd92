/** The issue of the benchmarks' newsletter that every sender carries: 76 kB, personal in both parts and in the header. */
import type { RenderedIssue } from '../../../src/rendering/rendering.ts'

const paper = `<tr><td class="paper"><h3><a href="https://papers.example.com/abs/2607.01234">A Title of Some Length, As They Are</a></h3>
<p>${'What is new stands in a sentence or two of the abstract, and here are two such. '.repeat(4)}</p>
<p class="facts">84 · cs.CL · <a href="https://code.example.com/lab/2607.01234">code</a></p></td></tr>\n`

/** Sixteen slots, as an issue has them: footer, and a link of the reader's own with some of the papers. */
export const rendered: RenderedIssue = {
  subject: 'Slow clocks, honest maps and nineteen more papers',
  preheader: 'What people read today.',
  html: {
    parts: [
      `<!doctype html><html lang="en"><body><table>${paper.repeat(30)}<p><a href="https://news.example.com/r/`,
      ...Array<string>(9).fill(
        `/more">more like this</a></p>${paper.repeat(7)}<p><a href="https://news.example.com/r/`,
      ),
      `/more">more like this</a></p>${paper.repeat(7)}<p>To `,
      ', because you asked for it. <a href="',
      '">Preferences</a> <a href="',
      '">Leave</a></p></table></body></html>\n',
    ],
    slots: [...Array<'token'>(10).fill('token'), 'address', 'preferencesUrl', 'unsubscribeUrl'],
  },
  text: {
    parts: [`${'A title, and below it what is new, in a line that is wrapped.\n'.repeat(140)}Leave: `, '\nTo ', '\n'],
    slots: ['unsubscribeUrl', 'address'],
  },
  htmlBytes: 0,
  cuts: [],
}
