/** What to do with a text in which no format finds a paper, for the kinds of text that people give all the same. */
import { parseArxivId } from './arxiv-id.ts'
import { cleanText } from './clean-text.ts'

const longestList = 100_000
const mostIds = 100
const address = /^<?(?:https?:\/\/|www\.)\S+$/i

/** What to do with a text that holds no papers but leads to some; undefined where that is not known. */
export function explainRefusal(text: string): string | undefined {
  const start = text.slice(0, 20_000)
  return kinds.find(({ isOf }) => isOf(start))?.advice ?? explainAnswer(start) ?? explainAddresses(text)
}

interface Kind {
  readonly isOf: (start: string) => boolean
  readonly advice: string
}

const kinds: readonly Kind[] = [
  {
    isOf: (start) => /<opml[\s>]/i.test(start.slice(0, 2000)),
    advice: 'is OPML, a list of feeds and not of papers. Name the feeds under sources.feeds, or give one of them.',
  },
  {
    isOf: (start) => /^[^\n]*\be-?mail[^\n]*/i.test(start) && /[,;\t]/.test(start.split('\n', 1)[0] ?? ''),
    advice: 'is a table of mail addresses, not of papers. Bring readers in with "courant subscribers import".',
  },
  {
    isOf: (start) =>
      /^(?:\[\[?[\w."-]+\]\]?[ \t]*\r?$|title[ \t]*=[ \t]*["'])/m.test(start) && /^[\w-]+[ \t]*=/m.test(start),
    advice: 'is TOML, which is not read. Write the same as YAML (title: …), JSON or CSV.',
  },
  {
    isOf: (start) => (start.match(postedBy)?.length ?? 0) > 1,
    advice:
      'is a copied list of posts, and copying leaves out where its titles lead. Save the page itself as HTML and give that file, or write the address of each paper beside its title.',
  },
  {
    isOf: (start) =>
      /^[^\n]{0,40}\bno (?:daily |trending )?papers? (?:yet|found|for (?:this|that) (?:day|date)|on this)\b/im.test(
        start,
      ),
    advice: 'is a page that says it has no papers for its day. Give the page of another day.',
  },
  {
    isOf: (start) => /^\s*(?:\[\s*\]|\{\s*\})\s*$/.test(start),
    advice: 'no papers found (an empty list): the day that was asked for has none, or none yet. Ask for another day.',
  },
]

/** Who posted and when, as Reddit, Hacker News and Mastodon say it on a line of its own. */
const postedBy =
  /^(?:u\/[\w-]+|submitted \d+ \w+ ago by .*|\d+ points? by \S+ .*|@[\w.-]+(?:@[\w.-]+)?|(?:•[ \t]*)?\d+ (?:hr|min|hour|minute|day|week)s?\.? ago)[ \t]*\r?$/gim

/** `{"error": "Invalid date"}`: a service that answers, though not with papers. */
function explainAnswer(start: string): string | undefined {
  const said = /^\s*\{\s*"(?:error|message|detail)"\s*:\s*"([^"\n]{1,200})"/.exec(start)?.[1]
  return said === undefined
    ? undefined
    : `is the answer of a service that has no papers and says "${cleanText(said)}". Check the address or the day.`
}

function explainAddresses(text: string): string | undefined {
  const words = text.length > longestList ? [] : text.split(/[\s,;"'[\]]+/).filter((word) => word !== '')
  const ids = words.flatMap((word) => parseArxivId(word)?.arxivId ?? [])
  const areAddresses = words.length > 0 && words.every((word) => address.test(word) || parseArxivId(word) !== undefined)
  if (!areAddresses) return undefined
  const list = [...new Set(ids)].slice(0, mostIds)
  return list.length === 0
    ? 'holds only addresses, no titles. Give the pages or feeds behind them, or write the titles beside them.'
    : `holds only ids of papers, no titles. arXiv tells them: give https://export.arxiv.org/api/query?max_results=${mostIds}&id_list=${list.join(',')}`
}
