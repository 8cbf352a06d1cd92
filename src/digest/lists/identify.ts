import { parseArxivId } from '../arxiv-id.ts'
import { parseDoi } from '../identity.ts'
import { classifyLink, parseLink } from '../link.ts'

/** What an address identifies, if it is the address of a paper. */
export function identify(href: string | undefined): string | undefined {
  if (href === undefined || href === '') return undefined
  if (known.has(href)) return known.get(href)
  if (known.size >= mostKnown) known.clear()
  const identity = findIdentity(href)
  known.set(href, identity)
  return identity
}

/** The same few addresses are asked for at every step of reading a list. */
const known = new Map<string, string | undefined>()
const mostKnown = 2000

function findIdentity(href: string): string | undefined {
  const url = parseLink(href)
  if (url === undefined) return undefined
  const arxivId = parseArxivId(url)?.arxivId
  if (arxivId !== undefined) return `arxiv:${arxivId}`
  const kind = classifyLink(url)
  if (kind !== 'paper' && kind !== 'pdf') return undefined
  const doi = parseDoi(tryDecode(url))
  return doi === undefined ? `url:${dropQuery(url)}` : `doi:${doi}`
}

/** Sites of papers count readers in the query; only two name the paper there. */
function dropQuery(url: string): string {
  return /^https?:\/\/(?:[\w-]+\.)*(?:openreview\.net|ieeexplore\.ieee\.org)\//.test(url)
    ? url
    : url.replace(/[?#].*$/s, '')
}

function tryDecode(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
