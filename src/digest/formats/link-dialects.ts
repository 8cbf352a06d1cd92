import { dropChatLines } from './chat-lines.ts'

/**
 * Lists are written in several languages of markup; here the links of Org, reStructuredText, AsciiDoc, wikis and Slack become those of
 * Markdown, and boxes of tasks, signs of quotations and names of who
 * sent a message go. Where no address is written out, ids at the ends of lines are addresses. Lines stay lines, so that
 * problems keep their numbers.
 */
export function writeAsMarkdown(text: string): string {
  return dropChatLines(writeFootnotes(writeIds(text)))
    .replaceAll(/<(https?:\/\/[^|<>\s]{1,2000})\|([^<>\n]{1,600})>/g, '[$2]($1)')
    .replaceAll(/\[\[(https?:\/\/[^\][\s]{1,2000})\]\[([^\][\n]{1,600})\]\]/g, '[$2]($1)')
    .replaceAll(/\[\[(?:[^\][|\n]{1,600}\|)?([^\][|\n]{1,600})\]\]/g, '$1')
    .replaceAll(/`([^`<>\n]{1,600}?)\s*<(https?:\/\/[^<>\s]{1,2000})>`__?/g, '[$1]($2)')
    .replaceAll(/(?<![\w(])(https?:\/\/[^\s[\]<>()]{1,2000})\[([^\][\n]{4,600})\]/g, '[$2]($1)')
    .replaceAll(/\[(https?:\/\/[^\s[\]<>()]{1,2000}) ([^\][\n]{4,600})\]/g, '[$2]($1)')
    .replaceAll(/^([ \t]*(?:[-*+]|\d{1,3}[.)]) )\[[ xX]\] /gm, '$1')
    .replaceAll(/^(?:(?:>|&gt;) ?)+/gm, '')
}

/** An address of a paper, written out. */
export const paperLink =
  /https?:\/\/(?:[\w-]+\.)*(?:arxiv\.org\/(?:abs|pdf|html)|huggingface\.co\/papers|openreview\.net\/|aclanthology\.org\/|doi\.org\/10\.|alphaxiv\.org\/)/g

const arxivAtEnd =
  /(?<![ \t([])[ \t([]*(?:(?:www\.)?arxiv(?:\.org\/(?:abs|pdf)\/|:[ \t]?)|huggingface\.co\/papers\/|[[(])(\d{4}\.\d{4,5}|[a-z-]{2,10}\/\d{7})(?:v\d{1,2})?(?:\.pdf)?[\])]*(?: \((?:19|20)\d\d\))?[.,;]?[ \t]*$/gim
const doiAtEnd = /(?<![ \t([])[ \t([]*\bdoi:[ \t]?(10\.\d{4,9}\/[^\s"<>()[\]]{1,200})[\])]*[ \t]*$/gim

/** How many papers a text names by ids at the ends of its lines, where it writes no address out. */
export function countIds(text: string): number {
  if (!/arxiv|doi:|[[(]\d{4}\./i.test(text) || text.search(paperLink) >= 0) return 0
  return (text.match(arxivAtEnd)?.length ?? 0) + (text.match(doiAtEnd)?.length ?? 0)
}

function writeIds(text: string): string {
  if (countIds(text) < 2) return text
  return text.replaceAll(arxivAtEnd, ' https://arxiv.org/abs/$1').replaceAll(doiAtEnd, ' https://doi.org/$1')
}

const footnote = /^[ \t]*\[(\d{1,3})\]:?[ \t]+<?(https?:\/\/[^\s>]{1,2000})>?[ \t]*$/gm

/** `A Title [1]`, and the address at the end of the text. */
function writeFootnotes(text: string): string {
  // Behind the words of a link, a number is of Markdown.
  if (!/^[ \t]*\[\d{1,3}\]:?[ \t]+<?https?:/m.test(text) || /\]\[\d{1,3}\]/.test(text)) return text
  const addresses = new Map([...text.matchAll(footnote)].map(([, number = '', address = '']) => [number, address]))
  return text.replaceAll(footnote, '').replaceAll(/(?<=\S)[ \t]\[(\d{1,3})\](?=[ \t]*$)/gm, (mark, number: string) => {
    const address = addresses.get(number)
    return address === undefined ? mark : ` ${address}`
  })
}
