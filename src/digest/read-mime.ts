/**
 * The texts of a saved mail (RFC 5322, RFC 2045 to 2047). Parsing must not wait for anything, so this is done here:
 * parts are found by their boundary, decoded by their transfer encoding and charset, and everything else is skipped.
 */

import { unifyLineEnds } from './lines.ts'

/** A part that a reader would see. */
export interface MailText {
  readonly type: 'text/html' | 'text/plain'
  readonly text: string
  readonly isWhole: boolean
}

/** What is read of a mail. */
export interface ReadMail {
  readonly date: string | undefined
  readonly texts: readonly MailText[]
}

const deepest = 10
const mostParts = 100

/** Reads a mail that was decoded as UTF-8 or Latin-1, and of each of its bodies no more than the first `most` characters. */
export function readMail(source: string, most: number): ReadMail {
  const mail = source.replace(/^From [^\n]*\n/, '')
  const normal = unifyLineEnds(mail)
  const { fields } = splitPart(normal)
  return { date: fields.get('date'), texts: readPart(normal, 0, { count: 0, most }) }
}

function splitPart(part: string): { fields: Map<string, string>; body: string } {
  const end = part.startsWith('\n') ? 0 : part.indexOf('\n\n')
  const head = end < 0 ? part : part.slice(0, end)
  const fields = new Map<string, string>()
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const match = /^([\w-]{1,80}):\s*(.*)$/.exec(line)
    const name = match?.[1]?.toLowerCase()
    if (name !== undefined && !fields.has(name)) fields.set(name, match?.[2] ?? '')
  }
  return { fields, body: end < 0 ? '' : part.slice(end).replace(/^\n{1,2}/, '') }
}

function readPart(part: string, depth: number, seen: { count: number; readonly most: number }): MailText[] {
  if (depth > deepest || ++seen.count > mostParts) return []
  const { fields, body } = splitPart(part)
  const type = fields.get('content-type') ?? 'text/plain'
  const [, boundary] = /boundary="?([^";]+)"?/i.exec(type) ?? []
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    return splitBody(body, boundary.trim()).flatMap((inner) => readPart(inner, depth + 1, seen))
  }
  if (/^message\/rfc822/i.test(type)) return readPart(body, depth + 1, seen)
  const name = /^text\/(?:html|plain)/i.exec(type)?.[0].toLowerCase()
  if ((name !== 'text/html' && name !== 'text/plain') || /^attachment/i.test(fields.get('content-disposition') ?? ''))
    return []
  const text = decodeBody(body.slice(0, seen.most), fields.get('content-transfer-encoding') ?? '', type)
  return [{ type: name, text, isWhole: body.length <= seen.most }]
}

/** RFC 2046 §5.1.1: parts stand between lines of `--boundary`, and end at `--boundary--`. */
function splitBody(body: string, boundary: string): string[] {
  const parts: string[] = []
  const delimiter = `--${boundary}`
  let start = -1
  for (let index = body.indexOf(delimiter); index >= 0; index = body.indexOf(delimiter, index + 1)) {
    if (index > 0 && body[index - 1] !== '\n') continue
    if (start >= 0) parts.push(body.slice(start, Math.max(start, index - 1)))
    const end = body.indexOf('\n', index)
    start = end < 0 || body.startsWith('--', index + delimiter.length) ? -1 : end + 1
  }
  if (start >= 0) parts.push(body.slice(start))
  return parts
}

function decodeBody(body: string, encoding: string, type: string): string {
  const name = encoding.trim().toLowerCase()
  if (name === 'base64') return decodeCharset(Buffer.from(body, 'base64'), type)
  if (name !== 'quoted-printable') return body
  return decodeCharset(decodeQuoted(Buffer.from(body, 'utf8')), type)
}

/** RFC 2045 §6.7, in place, because a mail may be large: `=3D` is an octet, `=` at the end of a line joins lines. */
function decodeQuoted(octets: Buffer): Uint8Array {
  let length = 0
  for (let index = 0; index < octets.length; index++) {
    const octet = octets[index] ?? 0
    const next = octet === 0x3d ? readQuoted(octets, index + 1) : undefined
    if (next === undefined) octets[length++] = octet
    else {
      index = next.end - 1
      if (next.octet !== undefined) octets[length++] = next.octet
    }
  }
  return octets.subarray(0, length)
}

/** What follows a `=`: two digits, or spaces up to the end of the line; undefined where it is neither. */
function readQuoted(octets: Buffer, start: number): { end: number; octet?: number } | undefined {
  const digits = octets.toString('latin1', start, start + 2)
  if (/^[0-9A-Fa-f]{2}$/.test(digits)) return { end: start + 2, octet: Number.parseInt(digits, 16) }
  let end = start
  while (end - start < 100 && (octets[end] === 0x20 || octets[end] === 0x09)) end++
  return octets[end] === 0x0a ? { end: end + 1 } : undefined
}

function decodeCharset(octets: Uint8Array, type: string): string {
  const charset = /charset="?([\w-]+)"?/i.exec(type)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(octets)
  } catch {
    return new TextDecoder('utf-8').decode(octets)
  }
}
