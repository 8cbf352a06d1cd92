/*
 * In: the octets of a file in any size of pieces. Out: its text in blocks that end at the end of a line.
 * Guaranteed: no character is torn at a border of pieces; line ends are `\n`; no byte order mark.
 * Order: the encoding asked for; a byte order mark; zero octets that betray UTF-16; UTF-8; and each line that is not
 * UTF-8 is in an encoding of before, so that a file of both, as made by pasting one export under another, is read right.
 */
import { AppError } from '../../errors.ts'
import { guessLegacyEncoding } from './legacy-encoding.ts'
import { endOfLastLine, normalizeLineEnds, splitLines } from './lines.ts'

/** A file as text; `encoding` is known for certain only after the last block. */
export interface TextBlocks {
  readonly encoding: () => string
  readonly blocks: AsyncIterable<string>
}

interface Decoder {
  readonly encoding: () => string
  /** How many of the octets may be decoded without tearing what belongs together. */
  readonly cut: (octets: Uint8Array) => number
  readonly decode: (octets: Uint8Array, last: boolean) => string
}

const maxLineOctets = 4 * 1024 * 1024
/** So much tells what a file is in, however small the pieces are in which it comes. */
const headOctets = 64 * 1024

/** What helps to decode a text. */
export interface DecodeOptions {
  /** Known from elsewhere. */
  readonly encoding?: string | undefined
  /** Whether a cell is the name of a column, or a state that readers are in. */
  readonly isKnown: (cell: string) => boolean
}

/** Opens the octets of a file called `name` as text. */
export function decodeText(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  { encoding, isKnown }: DecodeOptions,
): TextBlocks {
  let decoder: Decoder | undefined
  const create = (head: Uint8Array): Decoder => {
    const found = encoding ?? detectUnicode(head)
    return /^utf-?8$/i.test(found) ? createUtf8OrLegacy(name, isKnown) : createDecoder(name, found)
  }
  return {
    encoding: () => decoder?.encoding() ?? encoding ?? 'utf-8',
    blocks: readBlocks(name, chunks, (head) => (decoder ??= create(head))),
  }
}

async function* readBlocks(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  choose: (head: Uint8Array) => Decoder,
): AsyncGenerator<string> {
  let octets: Uint8Array = new Uint8Array(0)
  let rest = ''
  let hasBegun = false
  for await (const chunk of withEnd(chunks)) {
    const last = chunk === undefined
    if (chunk) octets = octets.length === 0 ? chunk : Buffer.concat([octets, chunk])
    if (!last && !hasBegun && octets.length < headOctets) continue
    hasBegun = true
    const decoder = choose(octets)
    const cut = last ? octets.length : decoder.cut(octets)
    const text = rest + decoder.decode(octets.subarray(0, cut), last)
    octets = octets.subarray(cut)
    const end = last ? text.length : endOfLastLine(text)
    rest = text.slice(end)
    if (rest.length + octets.length > maxLineOctets) {
      throw new AppError('invalid', `${name} has a line of more than 4 MiB, so it is no list of subscribers.`)
    }
    if (end > 0) yield normalizeLineEnds(text.slice(0, end))
  }
}

/** UTF-16 by its mark or by the zero octets of ASCII letters, else UTF-8. */
function detectUnicode(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return 'utf-16le'
  if (head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0) return 'utf-16be'
  return 'utf-8'
}

function createDecoder(name: string, encoding: string): Decoder {
  try {
    const decoder = new TextDecoder(encoding)
    return {
      encoding: () => decoder.encoding,
      cut: (octets) => octets.length,
      decode: (octets, last) => decoder.decode(octets, { stream: !last }),
    }
  } catch (cause) {
    throw new AppError('invalid', `${name} cannot be read as "${encoding}": there is no such encoding.`, { cause })
  }
}

function createUtf8OrLegacy(name: string, isKnown: DecodeOptions['isKnown']): Decoder {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const seen = { start: true, utf8: false }
  let legacy: InstanceType<typeof TextDecoder> | undefined

  /** A file that begins with a line nobody can read has no columns. */
  function chooseLegacy(octets: Uint8Array): InstanceType<typeof TextDecoder> {
    const lines = splitLines(octets)
    const header = seen.start ? lines[0] : undefined
    const odd = lines.filter((line) => decodeStrictly(line) === undefined)
    const encoding = guessLegacyEncoding(Buffer.concat(odd), isKnown)
    if (encoding === undefined && header !== undefined && decodeStrictly(header) === undefined) {
      throw new AppError(
        'invalid',
        `${name} is not in UTF-8, and its text does not tell what it is in: name it with --encoding (shift_jis, gb18030, euc-kr, windows-1251, ...).`,
      )
    }
    return new TextDecoder(encoding ?? 'windows-1252')
  }

  function decodeStrictly(octets: Uint8Array): string | undefined {
    try {
      const text = utf8.decode(octets)
      seen.utf8 ||= text.length !== octets.length
      return text
    } catch {
      return undefined
    }
  }

  function decodeByLine(octets: Uint8Array): string {
    const decoder = (legacy ??= chooseLegacy(octets))
    return splitLines(octets)
      .map((line) => decodeStrictly(line) ?? decoder.decode(line))
      .join('')
  }

  return {
    encoding: () => (legacy === undefined ? 'utf-8' : `${seen.utf8 ? 'utf-8 and ' : ''}${legacy.encoding}`),
    cut: (octets) => Math.max(octets.lastIndexOf(0x0a), octets.subarray(0, -1).lastIndexOf(0x0d)) + 1,
    decode(octets) {
      const text = decodeStrictly(octets) ?? decodeByLine(octets)
      const marked = seen.start && text.startsWith('\ufeff')
      seen.start &&= text === ''
      return marked ? text.slice(1) : text
    },
  }
}

async function* withEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  yield* chunks
  yield undefined
}
