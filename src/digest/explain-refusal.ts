import { parseArxivId } from './arxiv-id.ts'

const longestList = 100_000
const mostIds = 100
const address = /^<?(?:https?:\/\/|www\.)\S+$/i

/** What to do with a text that holds no papers but leads to some; undefined where that is not known. */
export function explainRefusal(text: string): string | undefined {
  if (/<opml[\s>]/i.test(text.slice(0, 2000)))
    return 'is OPML, a list of feeds and not of papers. Name the feeds under sources.feeds, or give one of them.'
  const header = text.slice(0, 2000).split('\n', 1)[0] ?? ''
  if (/\be-?mail/i.test(header) && /[,;\t]/.test(header))
    return 'is a table of mail addresses, not of papers. Bring readers in with "courant subscribers import".'
  const words = text.length > longestList ? [] : text.split(/[\s,;"'[\]]+/).filter((word) => word !== '')
  const ids = words.flatMap((word) => parseArxivId(word)?.arxivId ?? [])
  const areAddresses = words.length > 0 && words.every((word) => address.test(word) || parseArxivId(word) !== undefined)
  if (!areAddresses) return undefined
  const list = [...new Set(ids)].slice(0, mostIds)
  return list.length === 0
    ? 'holds only addresses, no titles. Give the pages or feeds behind them, or write the titles beside them.'
    : `holds only ids of papers, no titles. arXiv tells them: give https://export.arxiv.org/api/query?max_results=${mostIds}&id_list=${list.join(',')}`
}
