/*
 * Incoming mail, read for what it reports. In: the octets of one message. Out: its header, its words and the parts of a
 * report (RFC 6522 §3). Guaranteed: at most `maxBytes` are looked at, at most ten levels deep, and nothing is thrown.
 */
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { headerOf, parseFields, type Field } from './field-list.ts'

/** A message as a reader of reports needs it; all line ends are single line feeds. */
export interface IncomingMessage {
  readonly header: readonly Field[]
  /** What a person would read: the text parts, or the text of the HTML part where there is no other. */
  readonly text: string
  /** Bodies of message/delivery-status (RFC 3464 §2.1). */
  readonly deliveryStatuses: readonly string[]
  /** Body of message/feedback-report (RFC 5965 §3). */
  readonly feedbackReport?: string
  /** The message that is reported on, or only its header. */
  readonly original?: string
}

/** Octets of a message that are looked at; a report says what it has to say in the first few thousand. */
export const maxBytes = 1_000_000

/** Characters of each part that are kept, and lines that are read: the library's time grows with their square. */
const maxCharacters = 100_000
const maxLines = 10_000

const limits = {
  forceRfc822Attachments: true,
  attachmentEncoding: 'utf8',
  maxNestingDepth: 10,
  maxHeadersSize: 256_000,
} as const

/** Reads one message; undefined when it is nested too deep, its header is too large, or it is no mail at all. */
export async function parseMessage(octets: Uint8Array): Promise<IncomingMessage | undefined> {
  const raw = cutLines(unifyLineEnds(octets.subarray(0, maxBytes)))
  const header = parseFields(headerOf(raw))
  if (header.length === 0) return undefined
  try {
    return readParts(header, await PostalMime.parse(Buffer.from(mendBoundary(raw), 'latin1'), limits), raw)
  } catch {
    // The library throws only when a limit is passed, which no honest report does.
    return undefined
  }
}

function readParts(header: readonly Field[], email: Email, raw: string): IncomingMessage {
  const bodies = (pattern: RegExp): string[] =>
    email.attachments.filter(({ mimeType }) => pattern.test(mimeType)).map(contentOf)
  const [feedbackReport] = bodies(/^message\/feedback-report$/)
  const [original] = bodies(/^(?:message\/(?:global|rfc822)|(?:text|message)\/(?:global|rfc822)-headers)$/)
  const text = [email.text?.trim() ? email.text : stripTags(email.html ?? ''), ...bodies(/^text\/(?:plain|html)\b./)]
  const words = text.join('\n').slice(0, maxCharacters).replaceAll('\r', '')
  return {
    header: [
      // The library decodes encoded-words (RFC 2047) of the subject only.
      ...(email.subject === undefined ? [] : [{ name: 'subject', body: email.subject }]),
      ...email.headers.map(({ key, value }) => ({ name: key, body: value })),
      ...header,
    ],
    text: words.trim() === '' && original === undefined ? bodyOf(raw) : words,
    deliveryStatuses: bodies(/^message\/(?:global-)?delivery-status$/),
    ...(feedbackReport === undefined ? {} : { feedbackReport }),
    ...(original === undefined ? {} : { original }),
  }
}

/** A multipart without parts, or with parts that are none, still has words: they are taken as they stand. */
function bodyOf(raw: string): string {
  const end = raw.indexOf('\n\n')
  if (end < 0) return ''
  const start = end + 2
  return Buffer.from(raw.slice(start, start + maxCharacters), 'latin1').toString()
}

function contentOf({ content }: Attachment): string {
  const text = typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString()
  return text.slice(0, maxCharacters).replaceAll('\r', '')
}

/** CRLF, lone CR and LF all become LF: gateways and archives leave any of them. One octet is one character here. */
function unifyLineEnds(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
    .toString('latin1')
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:>?From [^\n]*\n)/, '')
}

function cutLines(raw: string): string {
  let end = -1
  for (let line = 0; line < maxLines; line += 1) {
    end = raw.indexOf('\n', end + 1)
    if (end < 0) return raw
  }
  return raw.slice(0, end)
}

/**
 * A boundary that the header announces but the body does not use loses every part. Some relays rewrite the one and not
 * the other; then the line that begins the first part says what the boundary is.
 */
function mendBoundary(raw: string): string {
  const declared = /^content-type:[^\n]*(?:\n[ \t][^\n]*)*?boundary="?([^"\n;]+)"?/im.exec(headerOf(raw))?.[1]
  if (declared === undefined || raw.includes(`\n--${declared}`)) return raw
  const used = /\n--([^\n]{1,200})\ncontent-[a-z-]+:/i.exec(raw)?.[1]
  return used === undefined ? raw : raw.replace(declared, () => used.trimEnd())
}

/** The words of an HTML part, a line for each block; good enough to look for words in, and never shown. */
function stripTags(html: string): string {
  return withoutElements(html.slice(0, maxCharacters), ['style', 'script', 'head'])
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^<>]{0,1000}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/&(?:lt|#60);/g, '<')
    .replace(/&(?:gt|#62);/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
}

/** Cut out with what is in them; one without an end swallows the rest, as in a browser. */
function withoutElements(html: string, names: readonly string[]): string {
  const open = new RegExp(`<(${names.join('|')})\\b`, 'i')
  const kept: string[] = []
  for (let rest = html; ;) {
    const match = open.exec(rest)
    if (!match) return [...kept, rest].join('')
    kept.push(rest.slice(0, match.index))
    const end = new RegExp(`</${match[1]}`, 'i').exec(rest.slice(match.index))
    if (!end) return kept.join('')
    rest = rest.slice(match.index + end.index + end[0].length)
  }
}
