import { Parser } from 'htmlparser2'
import { walkHtml } from './decoding/walk-html.ts'

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  times: '×',
  deg: '°',
  middot: '·',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  aacute: 'á',
  oacute: 'ó',
  iacute: 'í',
  uacute: 'ú',
  ntilde: 'ñ',
  ccedil: 'ç',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  sigma: 'σ',
  tau: 'τ',
  le: '≤',
  ge: '≥',
}

/** Tags that only set text; others (`<think>`, `<EOS>`) are words of the paper. */
const formatting =
  /<\/?(?:a|abbr|b|bdi|big|blockquote|br|center|cite|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr|jats:[a-z-]+|mml:[a-z-]+)(?:\s[^<>]{0,2000})?\s?\/?>/gi
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,7}));/gi

/** A text without the HTML that sources leave in it: formatting tags go, entities become their characters, once. */
export function stripMarkup(text: string): string {
  if (!/[<&]/.test(text)) return text
  return decodeEntities(
    text.includes('<')
      ? text.replace(formatting, (tag) =>
          /^<\/?(?:a|abbr|b|bdi|code|em|font|i|mark|q|s|span|strong|sub|sup|tt|u)\b/i.test(tag) ? '' : ' ',
        )
      : text,
  )
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(entity, (found, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? found
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd'
  })
}

const unseen = new Set(['script', 'style', 'template', 'noscript', 'head', 'svg', 'iframe', 'object'])
const blocks = new Set(
  'p div br li ul ol h1 h2 h3 h4 h5 h6 tr td table blockquote section article header footer hr'.split(' '),
)

/** What a reader sees of an HTML fragment, in lines; addresses of its links are returned beside it. */
export function readHtml(html: string): { text: string; links: string[] } {
  const links: string[] = []
  let text = ''
  let hidden = 0
  walkHtml(html, {
    onOpen(name, attributes) {
      if (unseen.has(name)) hidden++
      if (blocks.has(name)) text += '\n'
      if (name === 'a' && attributes['href'] !== undefined) links.push(attributes['href'])
    },
    onText(data) {
      if (hidden === 0) text += data
    },
    onClose(name) {
      if (unseen.has(name)) hidden--
      if (blocks.has(name)) text += '\n'
    },
  })
  return {
    text: text
      .replace(/[ \t\u00a0]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{2,}/g, '\n\n')
      .trim(),
    links,
  }
}

/** The attributes of the first element of a fragment of HTML, with their entities decoded. */
export function readAttributes(html: string): Readonly<Record<string, string>> {
  let found: Readonly<Record<string, string>> = {}
  const parser = new Parser({ onopentag: (_, attributes) => (found = attributes) }, { decodeEntities: true })
  parser.end(html)
  return found
}
