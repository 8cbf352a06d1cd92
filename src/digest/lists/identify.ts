import { parseArxivId } from '../arxiv-id.ts'
import { parseDoi } from '../identity.ts'
import { classifyLink, parseLink } from '../link.ts'

/** What an address identifies, if it is the address of a paper. */
export function identify(href: string | undefined): string | undefined {
  const url = href === undefined ? undefined : parseLink(href)
  if (url === undefined) return undefined
  const arxivId = parseArxivId(url)?.arxivId
  if (arxivId !== undefined) return `arxiv:${arxivId}`
  const kind = classifyLink(url)
  if (kind !== 'paper' && kind !== 'pdf') return undefined
  const doi = parseDoi(tryDecode(url))
  return doi === undefined ? `url:${url}` : `doi:${doi}`
}

function tryDecode(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
