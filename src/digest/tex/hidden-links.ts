import { parseLink } from '../link.ts'

/** Addresses are put aside while the text around them is changed; private characters mark their places. */
export interface HiddenLinks {
  readonly text: string
  readonly links: readonly string[]
}

const first = 0xe000
const last = 0xf8ff

const command =
  /\\(?:href|hyperlink)\s*\{\s*([^{}\s]{1,2000})\s*\}(?:\s*\{((?:[^{}]{1,300}|\{[^{}]{0,300}\}){0,10})\})?/g
const urlCommand = /\\(?:url|path|nolinkurl)\s*\{\s*([^{}\s]{1,2000})\s*\}/g
const doubled = /(https?:\/\/[^\s{}<>]{1,2000})(?: ?\{(?=https?:)|\{)([^{}]{0,300})\}/g
const enclosed = /\((https?:\/\/[^\s{}<>()]{1,2000})\{[^{}]{0,300}\}\)/g
const plain = /https?:\/\/[^\s{}<>|`"“”]{1,2000}/gu

/** Takes the addresses out of a text, with what TeX and its remains put around them: `\href{url}{here}`, `url{here}`. */
export function hideLinks(text: string): HiddenLinks {
  if (!/https?:|\\(?:href|url|hyperlink)/.test(text)) return { text, links: [] }
  const links: string[] = []
  const hide = (address: string): string => {
    if (links.length > last - first) return address
    links.push(address.replaceAll(/\\([_%#&~-])/g, (_, sign: string) => (sign === '-' ? '-' : sign)))
    return String.fromCharCode(first + links.length - 1)
  }
  const named = (_: string, address: string, name: string | undefined): string => formatNamed(address, name, hide)
  const hidden = text
    .replace(command, named)
    .replace(urlCommand, (_, address: string) => hide(address))
    .replace(enclosed, (_, address: string) => `(${hide(address)})`)
    .replace(doubled, named)
    .replace(plain, (address: string, offset: number, whole: string) =>
      hidePlain(/\p{L}$/u.test(whole.slice(Math.max(0, offset - 2), offset)), address, hide),
    )
  return { text: hidden, links }
}

/** `here (https://…)`, and only the address where the name is an address too. */
function formatNamed(address: string, name: string | undefined, hide: (address: string) => string): string {
  const words = name?.replace(/\\[a-z]{1,20}\{([^{}]{0,300})\}/g, '$1').trim() ?? ''
  const bare = (url: string) =>
    url
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, '')
      .toLowerCase()
  const isAddress =
    words === '' ||
    parseLink(words) !== undefined ||
    bare(address).endsWith(bare(words)) ||
    /^\S+\.\S+\/\S*$/.test(words)
  return isAddress ? hide(address) : `${words} (${hide(address)})`
}

/** An address glued to the word before it was a footnote. */
function hidePlain(isGlued: boolean, address: string, hide: (address: string) => string): string {
  let end = address.length
  while (end > 0 && ".,;:!?)]'’".includes(address.charAt(end - 1))) end--
  const body = address.slice(0, end)
  const tail = address.slice(end)
  return `${isGlued ? ' ' : ''}${hide(body)}${tail}`
}

/** Puts the addresses back. */
export function showLinks(text: string, links: readonly string[]): string {
  if (links.length === 0) return text
  return text.replace(/[\ue000-\uf8ff]/g, (mark) => links[mark.charCodeAt(0) - first] ?? '')
}
