import type { LinkKind } from './paper.ts'

const longestUrl = 2000

/**
 * The address in its normal form when a reader may be sent there, else undefined: http or https only, a named host
 * (punycode where it is not ASCII), no user or password, nothing that a browser reads otherwise than a person.
 */
export function parseLink(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > longestUrl || !/^https?:\/\/[^/\\]/i.test(trimmed)) return undefined
  if (/[\s\\<>"`{}|^\u0000-\u0020\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(trimmed))
    return undefined
  const url = URL.parse(trimmed)
  if (url === null || url.username !== '' || url.password !== '' || !isNamedHost(url.hostname)) return undefined
  return url.href.length <= longestUrl ? url.href : undefined
}

/** WHATWG parsing has already turned `0x7f.1` and `2130706433` into four numbers. */
function isNamedHost(host: string): boolean {
  return /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})\.?$/.test(host)
}

const codeHosts =
  /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|sourceforge\.net|anonymous\.4open\.science|git\.sr\.ht)$/
/** Sites of papers, and how the paths of their papers begin: what else is on them is no paper. */
const paperSites: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:export\.)?arxiv\.org$/, /^\/(?:abs|pdf|html|ps|format|src|e-print)\//],
  [/^alphaxiv\.org$/, /^\/(?:[a-z]{2}\/)?(?:abs|pdf|html|overview)\//],
  [/^(?:dx\.)?doi\.org$/, /^\/10\./],
  [/^openreview\.net$/, /^\/(?:forum|pdf|attachment)\b/],
  [/^aclanthology\.org$/, /^\/[A-Z]?\d[\w.-]+\/?$/],
  [/^proceedings\.mlr\.press$/, /^\/v\d+\/./],
  [/^(?:openaccess\.thecvf\.com|biorxiv\.org|medrxiv\.org)$/, /^\/content/],
  [/^papers\.nips\.cc$/, /^\/paper/],
  [/^dl\.acm\.org$/, /^\/doi\//],
  [/^ieeexplore\.ieee\.org$/, /^\/(?:abstract\/)?(?:document\/|stamp\/)/],
  [/^nature\.com$/, /^\/articles\//],
  [/^semanticscholar\.org$/, /^\/paper\//],
]

/** What a checked address leads to, as far as the address tells. */
export function classifyLink(url: string): LinkKind {
  const { hostname, pathname } = new URL(url)
  if (/\.pdf$/i.test(pathname) || (hostname.endsWith('arxiv.org') && pathname.startsWith('/pdf/'))) return 'pdf'
  if (isSearch(hostname, pathname)) return 'search'
  if (codeHosts.test(hostname)) return 'code'
  if (isPaperSite(hostname.replace(/^www\./, ''), pathname)) return 'paper'
  if (/^(?:www\.)?(?:huggingface\.co|hf\.co)$/.test(hostname))
    return pathname.startsWith('/papers/') ? 'discussion' : 'project'
  return 'project'
}

function isPaperSite(host: string, pathname: string): boolean {
  return paperSites.some(([site, path]) => site.test(host) && path.test(pathname))
}

function isSearch(hostname: string, pathname: string): boolean {
  return hostname === 'arxiv.org' ? pathname === '/search/' : hostname === 'scholar.google.com'
}

const linkInText = /https?:\/\/[^\s<>"{}|\\^`\u0000-\u001f]+/gi

/** The addresses written in a text, without the punctuation of the sentence around them, each once and in order. */
export function findLinks(text: string): string[] {
  if (!text.includes('://')) return []
  const found = [...text.matchAll(linkInText)].map((match) => parseLink(trimPunctuation(match[0])))
  return [...new Set(found.filter((url) => url !== undefined))]
}

/** A closing bracket belongs to the address only when it was opened in it. */
function trimPunctuation(address: string): string {
  let end = address.length
  for (; end > 0; end--) {
    const last = address[end - 1] ?? ''
    const isStray = (last === ')' && isSurplus(address, end, '()')) || (last === ']' && isSurplus(address, end, '[]'))
    if (!isStray && !/[.,;:!?'*_~”’»]/.test(last)) break
  }
  return address.slice(0, end)
}

function isSurplus(address: string, end: number, [opening, closing]: string): boolean {
  const count = (bracket: string | undefined) => address.slice(0, Math.min(end, longestUrl)).split(bracket ?? '').length
  return count(closing) > count(opening)
}
