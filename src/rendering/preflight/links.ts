import { DomUtils } from 'htmlparser2'
import type { Finding } from './finding.ts'
import { found, placeOf, type CheckedPage, type PageElement } from './page.ts'

const shorteners = new Set([
  'bit.ly',
  'tinyurl.com',
  't.co',
  'goo.gl',
  'ow.ly',
  'is.gd',
  'buff.ly',
  'rebrand.ly',
  'cutt.ly',
])

/** Addresses that lead nowhere, elsewhere than they say, or make a filter suspicious. */
export function checkLinks(page: CheckedPage): Finding[] {
  return page.elements.filter(({ name }) => name === 'a').flatMap((link) => checkLink(page, link))
}

function checkLink(page: CheckedPage, link: PageElement): Finding[] {
  const href = link.attribs['href'] ?? ''
  const where = placeOf(page, link)
  if (href.trim() === '' || href.startsWith('#')) {
    return [found('error', 'link.placeholder', `A link leads nowhere ("${href}"): ${where.quote ?? ''}`, where)]
  }
  const url = URL.parse(href)
  if (url === null) return [found('error', 'link.invalid', `"${href.slice(0, 80)}" is no address.`, where)]
  if (url.protocol === 'mailto:') return []
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return [found('error', 'link.protocol', `"${href.slice(0, 80)}" is neither https nor mailto.`, where)]
  }
  return [...checkHost(page, url, where), ...checkLabel(link, url, where)]
}

function checkHost({ values, issue }: CheckedPage, url: URL, where: Finding['where']): Finding[] {
  const { publicUrl } = issue.newsletter
  const isOurs = Object.values(values).includes(url.href) || (publicUrl !== undefined && url.href.startsWith(publicUrl))
  if (url.protocol === 'http:') {
    const message = `${url.href.slice(0, 80)} is not https.`
    return [isOurs ? found('error', 'link.insecure', message, where) : found('note', 'link.http', message, where)]
  }
  if (/^(localhost|127\.|\[::1\]|0\.0\.0\.0|10\.|192\.168\.)/.test(url.hostname)) {
    return [found('error', 'link.local', `${url.href.slice(0, 80)} works on this machine only.`, where)]
  }
  if (/^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')) {
    return [
      found('warning', 'link.number', `${url.href.slice(0, 80)} has a number for a host; filters mistrust it.`, where),
    ]
  }
  if (shorteners.has(url.hostname)) {
    return [
      found('warning', 'link.shortened', `${url.href.slice(0, 80)} hides where it leads; filters mistrust it.`, where),
    ]
  }
  return []
}

/** A label that is an address must be the address it leads to. */
function checkLabel(link: PageElement, url: URL, where: Finding['where']): Finding[] {
  const label = URL.parse(DomUtils.textContent(link).trim())
  if (label === null || label.host === '' || label.host === url.host) return []
  return [found('error', 'link.deceptive', `A link says ${label.host} and leads to ${url.host}.`, where)]
}
