/**
 * The texts of a saved mail (RFC 5322, RFC 2045 to 2047). Parsing must not wait for anything, so this is done here:
 * parts are found by their boundary, decoded by their transfer encoding and charset, and everything else is skipped.
 */

/** A part that a reader would see. */
export interface MailText {
  readonly type: 'text/html' | 'text/plain'
  readonly text: string
}

/** What is read of a mail. */
export interface ReadMail {
  readonly date: string | undefined
  readonly texts: readonly MailText[]
}

const deepest = 10
const mostParts = 100

/** Reads a mail that was decoded as UTF-8 or Latin-1; bodies in other charsets travel encoded. */
export function readMail(source: string): ReadMail {
  const normal = source.replace(/^From [^\n]*\n/, '').replaceAll(/\r\n?/g, '\n')
  const { fields } = splitPart(normal)
  return { date: fields.get('date'), texts: readPart(normal, 0, { count: 0 }) }
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

function readPart(part: string, depth: number, seen: { count: number }): MailText[] {
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
  return [{ type: name, text: decodeBody(body, fields.get('content-transfer-encoding') ?? '', type) }]
}

/** RFC 2046 §5.1.1: parts stand between lines of `--boundary`, and end at `--boundary--`. */
function splitBody(body: string, boundary: string): string[] {
  const parts: string[] = []
  let lines: string[] | undefined
  for (const line of body.split('\n')) {
    const isDelimiter = line.startsWith(`--${boundary}`)
    if (isDelimiter && lines !== undefined) parts.push(lines.join('\n'))
    if (isDelimiter) lines = line.startsWith(`--${boundary}--`) ? undefined : []
    else lines?.push(line)
  }
  if (lines !== undefined) parts.push(lines.join('\n'))
  return parts
}

function decodeBody(body: string, encoding: string, type: string): string {
  const name = encoding.trim().toLowerCase()
  if (name === 'base64') return decodeCharset(Buffer.from(body, 'base64'), type)
  if (name !== 'quoted-printable') return body
  const joined = body.replace(/=[ \t]{0,100}\n/g, '')
  const octets = Buffer.from(joined, 'utf8')
    .toString('latin1')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  return decodeCharset(Buffer.from(octets, 'latin1'), type)
}

function decodeCharset(octets: Uint8Array, type: string): string {
  const charset = /charset="?([\w-]+)"?/i.exec(type)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(octets)
  } catch {
    return new TextDecoder('utf-8').decode(octets)
  }
}
