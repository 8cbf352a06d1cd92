import { wrapText, type SamplePaper } from './sample-digests.ts'

/** What a layout shows beside titles: abstracts, or the start of them, ids, votes, comments. */
export interface PageLayout {
  readonly format: string
  readonly shows: string
  readonly render: (papers: readonly SamplePaper[]) => string
}

const site =
  'Hugging Face\nModels\nDatasets\nDocs\nPricing\nLog In\nSign Up\nnew\n\nGet trending papers in your email inbox once a day!\n\nSubscribe\n\n'
const daily = `${site}Daily Papers\nby\nAK\nand the research community\nDaily\nWeekly\nMonthly\nTrending Papers\n`
const trending = `${site}Trending Papers\nbyAK and the research community\n\nDaily\nWeekly\n\nTrending Papers\n`
const page = (id: string) => `https://huggingface.co/papers/${id}`
const vote = (id: string) => `https://huggingface.co/login?next=%2Fpapers%2F${id}`
const count = (number: number) => (number === 0 ? '-' : String(number))

/** An abstract as cards show it that have room for three lines. */
export function cutStart(abstract: string): string {
  return abstract.slice(0, 150).replace(/ \S*$/, '…')
}

/** An organisation stands where the names of authors do not. */
function credit({ authors, upvotes }: SamplePaper, mark: string): string {
  return upvotes % 2 === 0 ? `Example Lab${mark}` : `${authors.length} authors${mark}`
}

/** The Daily Papers page in the layouts of several years, as browsers and tools capture them. */
export const pageLayouts: Readonly<Record<string, PageLayout>> = {
  'a search, copied': {
    format: 'page-text',
    shows: 'abstract votes comments',
    render: (papers) =>
      `${daily}Nov 20\n\n${papers.map((paper) => `${count(paper.upvotes)}\n\n${paper.title}\n\n${paper.abstract}\n\n${credit(paper, '')}\n·\nNov 18, 2026\n${paper.comments}\n`).join('\n')}`,
  },
  'a search, copied without empty lines': {
    format: 'page-text',
    shows: 'abstract votes comments',
    render: (papers) =>
      `${daily}Nov 20\n${papers.map((paper) => `${count(paper.upvotes)}\n${paper.title}\n${paper.abstract}\n${credit(paper, '\n·')}\nNov 18, 2026\n${paper.comments}\n`).join('')}`,
  },
  'cards without abstracts, copied': {
    format: 'page-text',
    shows: 'votes comments',
    render: (papers) =>
      `${daily}Nov 20\n\n${papers.map((paper) => `Submitted by\nmarlowe\n\n${count(paper.upvotes)}\n${paper.title}\n\nExample Lab·\n· ${paper.authors.length} authors\n1.2k\n${paper.comments}\n`).join('\n')}`,
  },
  'the page of a week, with the words of pictures': {
    format: 'page-text',
    shows: 'abstract votes comments',
    render: (papers) =>
      `${daily}Week 47\nNov 16 - Nov 22\n\n${papers.map((paper) => `Submitted by\n\ufffc\nmarlowe\n\n${count(paper.upvotes)}\n${paper.title}\n\u2028\n${paper.abstract.replaceAll('. ', '.\u00a0')}\nExample Lab\nExample Lab\n·\nNov 18, 2026\n${paper.comments}\n`).join('\n')}`,
  },
  'the cards of a telephone, which cut abstracts short': {
    format: 'page-text',
    shows: 'start votes comments',
    render: (papers) =>
      `Daily Papers\nby AK and the research community\nNov 20\n\n${papers.map((paper) => `${paper.title}\n${cutStart(paper.abstract)}\n${paper.upvotes}\n${paper.comments}\n`).join('\n')}`,
  },
  'cards with organisations, authors and stars': {
    format: 'page-text',
    shows: 'votes comments',
    render: (papers) =>
      `${daily.replace('Daily Papers', 'Weekly Papers')}Week 47\n\n${papers.map((paper) => `${paper.title}\nSubmitted by\nmarlowe's avatar\nmarlowe\n\n${count(paper.upvotes)}\n${paper.title}\n\nExample Lab's avatar\nExample Lab\n·\n${paper.authors.length} authors\n\n87\n${paper.comments}\n`).join('\n')}`,
  },
  'votes before titles, on their lines': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `${daily}Nov 20\n\n${papers.map((paper, index) => `${index % 2 === 0 ? '▲ ' : '👍'}${paper.upvotes} ${paper.title}\n\n${paper.abstract}\n`).join('\n')}`,
  },
  'a table of a page, parted by tabs': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `${daily}Nov 20\n\n${papers.map((paper) => `${paper.upvotes}\t${paper.title}\n\t${paper.abstract}\n`).join('\n')}`,
  },
  'counts that say what they count': {
    format: 'page-text',
    shows: 'abstract votes comments',
    render: (papers) =>
      `${daily}Nov 20\n\n${papers.map((paper) => `${paper.title}\n${paper.upvotes} upvotes · ${paper.comments} comments\n\n${paper.abstract}\n`).join('\n')}`,
  },
  'counts in brackets behind titles, and ranks': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `${daily}Nov 20\n\n${papers.map((paper, index) => `#${index + 1}\n${paper.title} (${paper.upvotes} upvotes)\n\n${paper.abstract}\n`).join('\n')}`,
  },
  'a page of a month, translated to Russian': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `Модели\n\nСтатьи\n\nот АК и исследовательского сообщества\n\nNovember 2026\n\n${papers.map((paper) => `${count(paper.upvotes)}\n\n${paper.title}\n\n${paper.abstract}\n`).join('\n')}`,
  },
  'a part out of the middle of a page': {
    format: 'page-text',
    shows: 'abstract votes comments',
    render: (papers) =>
      papers
        .map(
          (paper) =>
            `${count(paper.upvotes)}\n\n${paper.title}\n\n${paper.abstract}\n\n·\n${paper.authors.length} authors\n\n${paper.comments}\n`,
        )
        .join('\n'),
  },
  'a page that was forwarded in a mail': {
    format: 'page-text',
    shows: 'abstract',
    render: (papers) =>
      `See below.\n\n${`${daily}Nov 20\n\n${papers.map((paper) => `${paper.title}\n\n${wrapText(paper.abstract, 70, '')}\n`).join('\n')}`.replaceAll(/^/gm, '> ')}`,
  },
  'a page that the browser translated': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `Modelle\nPreise\nAnmelden\n\nAbonnieren\n\nTägliche Arbeiten\n\nvon AK und der Forschungsgemeinschaft\n\nTäglich\nWöchentlich\n\n20. Nov.\n\n${papers.map((paper) => `Eingereicht von\nmarlowe\n\n${count(paper.upvotes)}\n\n${paper.title}\n\n${paper.abstract}\n\n${paper.authors.length} Autoren\n`).join('\n')}`,
  },
  'the trending page, copied': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `${trending}${papers.map((paper) => `Submitted by marlowe\n${paper.title}\n\n${wrapText(paper.abstract, 80, '')}\n\n${credit(paper, '')}\n· Published on Nov 18, 2026\n\nUpvote\n${paper.upvotes}\n\nGitHub\n1.54k\n\narXiv Page\n`).join('\n')}`,
  },
  'a page on which every paper stands twice': {
    format: 'page-text',
    shows: 'abstract votes',
    render: (papers) =>
      `${trending}${papers
        .flatMap((paper) => [paper, paper])
        .map(
          (paper) =>
            `Submitted by\n\nmarlowe\n\n${paper.title}\n\n${paper.abstract}\n\n${credit(paper, '')}\n\n· Nov 18, 2026\n\nUpvote ${paper.upvotes}\n\narXiv Page\n`,
        )
        .join('\n')}`,
  },
  'the trending page as Markdown, every paper twice': {
    format: 'page-markdown',
    shows: 'abstract id votes',
    render: (papers) =>
      `# Trending Papers\n\n## by[[Bild] AK](https://huggingface.co/akhaliq) and the research community\n\n-\n\n-\n\n${papers
        .flatMap((paper) => [paper, paper])
        .map(
          (paper) =>
            `[[Bild]](${page(paper.id)})\n\nSubmitted by\n\n[Bild]\n\nmarlowe\n\n### [${paper.title.replace(' ', '\n')}](${page(paper.id)})\n\n${wrapText(paper.abstract, 80, '')}\n\n-\n\n- ${credit(paper, '')}\n\n· Published on Nov 18, 2026\n\n[Upvote\n\n${paper.upvotes}](${vote(paper.id)})\n\n[GitHub 1.54k](https://github.com/example/code) [arXiv Page](https://arxiv.org/abs/${paper.id})\n`,
        )
        .join('\n')}`,
  },
  'headings of which the links are lost': {
    format: 'page-markdown',
    shows: 'abstract',
    render: (papers) =>
      `## Trending Papers\n\n## by AK and the research community\n\n${papers.map((paper) => `### ${wrapText(paper.title, 50, '')}\n\n${paper.abstract}\n- ${paper.authors.length} authors\n[LINK: GitHub 1.54k](https://github.com/example/code)\n`).join('\n')}`,
  },
  'numbers behind links, and headings over two lines': {
    format: 'page-lynx',
    shows: 'abstract votes comments',
    render: (papers) =>
      `# Daily Papers\n\n## by[AK][1] and the research community\n* Daily\n\nNov 20\n${papers.map((paper, index) => `[\n${count(paper.upvotes)}\n][${index * 6 + 2}]\n\n### [${wrapText(paper.title, 40, '').replaceAll('\n', '\n### ')}][${index * 6 + 3}]\n\n[\n\n${wrapText(paper.abstract, 110, '')}\n\n][${index * 6 + 4}]\n[\n* ${paper.authors.length} authors\n][${index * 6 + 5}]\n·\nNov 18, 2026 [ ${paper.comments}][${index * 6 + 6}]\n`).join('')}`,
  },
  'numbers before links, and pictures that are links': {
    format: 'page-lynx',
    shows: 'abstract id votes comments',
    render: (papers) => {
      const addresses: string[] = []
      const link = (address: string) => `[${addresses.push(address)}]`
      const cards = papers.map(
        (paper) =>
          `   ${link(page(paper.id))}\n   Submitted by marlowe\n   ${link(vote(paper.id))}${count(paper.upvotes)}\n\n${wrapText(`${link(page(paper.id))}${paper.title}`, 60, '')}\n\n${wrapText(`${link(page(paper.id))}${paper.abstract}`, 70, '   ')}\n     * ${link(page(paper.id))}${paper.authors.length} authors\n\n   · Nov 18, 2026 ${link(`${page(paper.id)}#community`)}${paper.comments}\n`,
      )
      return `Daily Papers\n\nby${link('https://huggingface.co/akhaliq')}AK and the research community\n\n   Nov 20\n\n${cards.join('\n')}\nReferences\n\n${addresses.map((address, index) => `${String(index + 1).padStart(4)}. ${address}`).join('\n')}\n`
    },
  },
  'the trending page, saved': {
    format: 'page-html',
    shows: 'abstract id votes',
    render: (papers) =>
      `<!doctype html><html><head><title>Trending Papers - Hugging Face</title></head><body><h1>Trending Papers</h1>${papers
        .flatMap((paper) => [paper, paper])
        .map(
          ({ id, title, abstract, upvotes }) =>
            `<article><div><a href="/papers/${id}"><img src="a.png"></a><div>Submitted by <div><img src="b.svg"></div> marlowe</div></div><div><h3><a href="/papers/${id}">${escape(title)}</a></h3><div><p>${escape(abstract)}</p></div><div><a href="/example"><span>Example Lab</span></a> <span>·</span> <span>Published on Nov 18, 2026</span></div></div><a href="/login?next=%2Fpapers%2F${id}"><div role="checkbox"><svg><path d="M5 2"></path></svg> Upvote <div>${upvotes}</div></div></a><a href="https://github.com/example/code"><span>GitHub</span> <span><svg></svg> 1.54k</span></a><a href="https://arxiv.org/abs/${id}"><span>arXiv Page</span></a></article>`,
        )
        .join('')}</body></html>`,
  },
  'the data that the page hands to its scripts': {
    format: 'page-html',
    shows: 'abstract id votes comments',
    render: (papers) =>
      `<!doctype html><html><body><div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="${escape(JSON.stringify({ dateString: '2026-11-20', dailyPapers: papers.map(({ id, title, abstract, upvotes, comments }) => ({ paper: { id, title, summary: abstract, upvotes }, numComments: comments })), query: '' }))}"></div></body></html>`,
  },
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
