import { AppError } from '../../errors.ts'

/** A whole reply: its code, and its lines without the last line end. */
export interface RawReply {
  readonly code: number
  readonly raw: string
}

/** RFC 5321 §4.5.3.1.5 allows 512 octets a line; nobody honest sends a hundred lines or 64 KB. */
const maxOctets = 65_536
const maxLines = 100

/**
 * Cuts what a server sends into replies (RFC 5321 §4.2.1), in linear time and bounded memory.
 *
 * @throws AppError `unavailable` for a reply that is too long or no reply; the connection is of no use then
 */
export function createReplyReader(onReply: (reply: RawReply) => void): (chunk: Buffer) => void {
  let lines: string[] = []
  let pieces: string[] = []
  let octets = 0
  const takeLine = (line: string): void => {
    const mark = line.charCodeAt(3)
    const isReply = /^[2-5]\d\d/.test(line) && (Number.isNaN(mark) || mark === 0x20 || mark === 0x2d)
    if (!isReply) throw unreadable(`"${line.slice(0, 60)}" is no SMTP reply`)
    lines.push(line)
    if (mark === 0x2d) {
      if (lines.length >= maxLines) throw unreadable(`a reply of more than ${maxLines} lines`)
      return
    }
    const raw = lines.length === 1 ? line : lines.join('\n')
    lines = []
    octets = 0
    onReply({ code: Number(line.slice(0, 3)), raw: toText(raw) })
  }
  return (chunk) => {
    const text = chunk.toString('latin1')
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      pieces.push(text.slice(start, end))
      octets += end - start + 1
      if (octets > maxOctets) throw unreadable(`a reply of more than ${maxOctets} octets`)
      const line = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('')
      pieces = []
      start = end + 1
      takeLine(line.endsWith('\r') ? line.slice(0, -1) : line)
    }
    if (start === text.length) return
    pieces.push(start === 0 ? text : text.slice(start))
    octets += text.length - start
    if (octets > maxOctets) throw unreadable(`a reply of more than ${maxOctets} octets`)
  }
}

/** Octets that were read as Latin-1 as the UTF-8 that servers write (RFC 6531 §3.5). */
function toText(latin1: string): string {
  return /^[\0-\x7f]*$/.test(latin1) ? latin1 : Buffer.from(latin1, 'latin1').toString('utf8')
}

function unreadable(what: string): AppError {
  return new AppError('unavailable', `The SMTP server sent ${what}.`)
}
