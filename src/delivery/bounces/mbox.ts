/*
 * An mbox file as a stream of messages. In: octets in pieces of any size. Out: each message, without the `From ` line
 * before it and without the quoting of such lines in it. Guaranteed: memory for one message of at most `maxBytes` (the
 * rest of a larger one is passed over), however large the file.
 */

const newline = 0x0a
const from = Buffer.from('From ')

/** Whether a file begins like an mbox (RFC 4155 Appendix A). */
export function isMbox(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(0, from.length)).equals(from)
}

/** Splits an mbox at each `From ` line that begins the file or follows an empty line. */
export async function* splitMbox(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  const message = createMessage(maxBytes)
  let isFirst = true
  let afterEmpty = true
  for await (const line of splitLines(pieces, maxBytes)) {
    if (afterEmpty && isMbox(line)) {
      if (!isFirst) yield message.take()
      isFirst = false
    } else {
      message.add(unquote(line))
    }
    afterEmpty = line.length === 1 || (line.length === 2 && line[0] === 0x0d)
  }
  if (!isFirst) yield message.take()
}

/** `>From ` at the start of a line was `From ` before it was stored; each further `>` was one less. */
function unquote(line: Uint8Array): Uint8Array {
  const first = line.findIndex((octet) => octet !== 0x3e)
  return first > 0 && isMbox(line.subarray(first)) ? line.subarray(1) : line
}

function createMessage(maxBytes: number) {
  let lines: Uint8Array[] = []
  let length = 0
  return {
    add(line: Uint8Array): void {
      if (length >= maxBytes) return
      lines.push(line)
      length += line.length
    },
    take(): Uint8Array {
      const whole = Buffer.concat(lines).subarray(0, maxBytes)
      lines = []
      length = 0
      return whole
    },
  }
}

/** Lines with their ends; one of more than `maxBytes` is cut short. */
async function* splitLines(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    let start = 0
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      const line = piece.subarray(start, end + 1)
      yield rest.length === 0 ? line : Buffer.concat([...rest, line])
      rest = []
      length = 0
      start = end + 1
    }
    if (length < maxBytes && start < piece.length) rest.push(piece.subarray(start))
    length += piece.length - start
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}
