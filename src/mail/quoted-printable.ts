/**
 * Text → quoted-printable (RFC 2045 §6.7): ASCII, lines of at most 76 octets, line breaks as CRLF.
 *
 * Starts at the beginning of a line. A dot that would open a line is written `=2E`, so that SMTP never has to double it
 * (RFC 5321 §4.5.2), and so is the F of a line that opens with "From ", which some mail stores rewrite. A tab and every
 * space behind white space are written `=09` and `=20`: relaxed canonicalisation (RFC 6376 §3.4.4) then changes nothing.
 *
 * It is a loop over octets into memory that is used again, because each selection of papers is encoded anew.
 */
const lineLimit = 76
const [tab, newline, carriageReturn, space, dot, equals, letterF] = [0x09, 0x0a, 0x0d, 0x20, 0x2e, 0x3d, 0x46]
const digits = Buffer.from('0123456789ABCDEF')
/** An octet becomes three at most, and every 25 of those need a soft break of three. */
const mostGrowth = 4

/** Columns of an octet, 1 as itself and 3 as `=XX`; 0 for what depends on its neighbours: line breaks and spaces. */
const widths = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet === newline || octet === carriageReturn || octet === space) return 0
  return octet < 0x21 || octet > 0x7e || octet === equals ? 3 : 1
})

let memory = Buffer.allocUnsafeSlow(1 << 17)

/** A soft line break: the text goes on without one (RFC 2045 §6.7 (5)). */
export const softBreak = '=\r\n'

/** Text as the octets of quoted-printable. */
export function encodeOctets(text: string): Buffer {
  const length = encode(text)
  return Buffer.from(memory.subarray(0, length))
}

/** Text as quoted-printable. */
export function encodeQuotedPrintable(text: string): string {
  const length = encode(text)
  return memory.toString('latin1', 0, length)
}

/** How many octets a text has as quoted-printable. */
export function countQuotedPrintable(text: string): number {
  return encode(text)
}

/** A value for a slot in quoted-printable text: begins and ends within a line of its own, which a soft break closes. */
export function encodeSlot(text: string): string {
  if (/^[!-<>-~]*$/.test(text)) return encodeLink(text)
  return text === '' ? '' : encodeQuotedPrintable(text.replace(/[\r\n]+/g, ' ')) + softBreak
}

/** Writes a text into the memory. @returns the number of octets there */
function encode(text: string): number {
  const octets = Buffer.from(text.toWellFormed())
  const most = octets.length * mostGrowth
  if (memory.length < most) memory = Buffer.allocUnsafeSlow(most)
  const out = memory
  let at = 0
  let column = 0
  for (let index = 0; index < octets.length; index += 1) {
    let octet = octets[index] ?? 0
    // Most octets go as they are, in the middle of a line.
    while (column > 0 && column < lineLimit - 1 && widths[octet] === 1) {
      out[at++] = octet
      column += 1
      index += 1
      if (index === octets.length) return at
      octet = octets[index] ?? 0
    }
    let width = widths[octet] ?? 3
    if (width === 0) {
      if (octet !== space) {
        if (octet === carriageReturn && octets[index + 1] === newline) index += 1
        at = writeLineBreak(out, at)
        column = 0
        continue
      }
      width = isLoneSpace(octets, index) ? 1 : 3
    }
    // Room for the soft break's "=", also behind the last octet: a slot may follow on the next line.
    if (column + width > lineLimit - 1) {
      out[at++] = equals
      at = writeLineBreak(out, at)
      column = 0
    }
    if (column === 0 && (octet === dot || octet === letterF)) width = 3
    if (width === 1) out[at++] = octet
    else at = writeHex(octet, out, at)
    column += width
  }
  return at
}

/** A space that ends no line and follows no white space stays a space. */
function isLoneSpace(octets: Buffer, index: number): boolean {
  const before = octets[index - 1]
  const after = octets[index + 1]
  const isLast = after === undefined || after === newline || after === carriageReturn
  return !isLast && before !== space && before !== tab
}

function writeLineBreak(out: Buffer, at: number): number {
  out[at] = carriageReturn
  out[at + 1] = newline
  return at + 2
}

function writeHex(octet: number, out: Buffer, at: number): number {
  out[at] = equals
  out[at + 1] = digits[octet >> 4] ?? 0
  out[at + 2] = digits[octet & 15] ?? 0
  return at + 3
}

/** Text with nothing to encode but what opens a line: what links are made of, and half of what slots hold. */
function encodeLink(text: string): string {
  let encoded = ''
  for (let start = 0, end = 0; start < text.length; start = end) {
    const opening = text.charCodeAt(start)
    const isHidden = opening === dot || opening === letterF
    end = Math.min(text.length, start + lineLimit - (isHidden ? 3 : 1))
    encoded +=
      (isHidden ? `=${opening.toString(16).toUpperCase()}${text.slice(start + 1, end)}` : text.slice(start, end)) +
      softBreak
  }
  return encoded
}
