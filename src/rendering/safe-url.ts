const maxUrlLength = 2000

/**
 * An address that may stand in a link: http or https as the WHATWG parser reads it, without user name or password, at
 * most 2,000 characters, the host in ASCII. Digests promise as much; a page that links must not depend on it.
 *
 * @returns undefined when the address must not be linked
 */
export function findSafeUrl(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  if (url.username !== '' || url.password !== '' || url.hostname === '') return undefined
  // Braces are legal in a query and look like template code to every program on the way.
  const href = url.href.replaceAll('{', '%7B').replaceAll('}', '%7D')
  return href.length <= maxUrlLength ? href : undefined
}
