/** The relaxed canonical forms of RFC 6376 §3.4.2 and §3.4.4, on octets and on header text read as Latin-1. */

/** One header field: its name as written, and its canonical line without the CRLF. */
export interface CanonicalField {
  readonly name: string
  readonly line: string
}

/** Splits a message at its first empty line; both halves keep their line ends, the empty line belongs to neither. */
export function splitMessage(message: Buffer): { readonly header: string; readonly body: Buffer } {
  const end = message.indexOf('\r\n\r\n')
  if (end < 0) return { header: message.toString('latin1'), body: Buffer.alloc(0) }
  return { header: message.toString('latin1', 0, end + 2), body: message.subarray(end + 4) }
}

/** Every field of a header, in order. */
export function listCanonicalFields(header: string): CanonicalField[] {
  return header
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':')
      return canonicalField(line.slice(0, colon).trimEnd(), line.slice(colon + 1))
    })
}

/** A field from its name and unfolded body. */
export function canonicalField(name: string, body: string): CanonicalField {
  return { name, line: `${name.toLowerCase()}:${body.replace(/[ \t]+/g, ' ').trim()}` }
}

/**
 * The body in canonical form; one that is canonical already stays what it is.
 */
export function canonicalBody(body: Buffer): Buffer {
  return isCanonical(body) ? body : rewrite(body)
}

function isCanonical(body: Buffer): boolean {
  if (body.length === 0) return true
  const end = body.toString('latin1', Math.max(0, body.length - 4))
  if (!end.endsWith('\r\n') || end === '\r\n' || end === '\r\n\r\n') return false
  return !body.includes('\t') && !body.includes('  ') && !body.includes(' \r\n')
}

function rewrite(body: Buffer): Buffer {
  const lines = body
    .toString('latin1')
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trimEnd())
  while (lines.at(-1) === '') lines.pop()
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1')
}
