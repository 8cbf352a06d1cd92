const lineLimit = 76
const hex = Array.from({ length: 256 }, (_, octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`)

/** A soft line break: the text goes on without one (RFC 2045 §6.7 (5)). */
export const softBreak = '=\r\n'

/**
 * Text as quoted-printable (RFC 2045 §6.7): ASCII, lines of at most 76 octets, line breaks as CRLF.
 *
 * Starts at the beginning of a line. A dot that would open a line is written `=2E`, so that SMTP never has to double it
 * (RFC 5321 §4.5.2), and so is the F of a line that opens with "From ", which some mail stores rewrite. A tab and every
 * space behind white space are written `=09` and `=20`: relaxed canonicalisation (RFC 6376 §3.4.4) then changes nothing.
 */
export function encodeQuotedPrintable(text: string): string {
  return text
    .toWellFormed()
    .split(/\r\n|\r|\n/)
    .map(encodeLine)
    .join('\r\n')
}

/** A value for a slot in quoted-printable text: begins and ends within a line of its own, which a soft break closes. */
export function encodeSlot(text: string): string {
  if (/^[!-<>-~]*$/.test(text)) return encodeLink(text)
  return text === '' ? '' : encodeLine(text.replace(/[\r\n]+/g, ' ')) + softBreak
}

function encodeLine(line: string): string {
  const bytes = Buffer.from(line)
  let encoded = ''
  let column = 0
  for (const [index, octet] of bytes.entries()) {
    const last = index === bytes.length - 1
    // Room for the soft break's "=", also behind the last octet: a slot may follow on the next line.
    const afterSpace = isSpace(bytes[index - 1])
    const atom = encodeOctet(octet, { last, first: column === 0, afterSpace })
    if (column + atom.length > lineLimit - 1) {
      encoded += softBreak
      column = 0
      const opening = encodeOctet(octet, { last, first: true, afterSpace })
      encoded += opening
      column += opening.length
      continue
    }
    encoded += atom
    column += atom.length
  }
  return encoded
}

/** Text with nothing to encode but what opens a line: what links are made of, and half of what slots hold. */
function encodeLink(text: string): string {
  let encoded = ''
  for (let start = 0, end = 0; start < text.length; start = end) {
    const opening = text.charCodeAt(start)
    const isHidden = opening === 0x2e || opening === 0x46
    end = Math.min(text.length, start + lineLimit - (isHidden ? 3 : 1))
    encoded += (isHidden ? hexOf(opening) + text.slice(start + 1, end) : text.slice(start, end)) + softBreak
  }
  return encoded
}

interface Place {
  readonly first: boolean
  readonly last: boolean
  readonly afterSpace: boolean
}

function encodeOctet(octet: number, at: Place): string {
  if (octet === 0x20) return at.last || at.afterSpace ? hexOf(octet) : ' '
  if (octet < 0x21 || octet > 0x7e || octet === 0x3d) return hexOf(octet)
  if (at.first && (octet === 0x2e || octet === 0x46)) return hexOf(octet)
  return String.fromCharCode(octet)
}

function isSpace(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09
}

function hexOf(octet: number): string {
  return hex[octet] ?? ''
}
