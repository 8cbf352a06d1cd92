import { AppError } from '../errors.ts'
import type { Mailbox } from './address.ts'

const foldAt = 78
// 39 octets make an encoded-word of 64, which fits behind `Subject:` on a line of at most 76 (RFC 2047 §2).
const wordOctets = 39
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * One header field with its line end, folded at 78 octets where a space allows (RFC 5322 §2.2.3).
 *
 * @param body structured or encoded already; unstructured text goes through `encodeUnstructured` first
 * @throws AppError `invalid` for a line break or NUL, the way headers are forged
 */
export function formatHeaderField(name: string, body: string): string {
  if (/[\r\n\0]/.test(body)) {
    throw new AppError('invalid', `The header field ${name} holds a line break: ${JSON.stringify(body)}.`)
  }
  // Most fields are one line, and a message has five that are its own.
  if (body !== '' && name.length + 2 + body.length <= foldAt && !/^ | $| {2}/.test(body)) return `${name}: ${body}\r\n`
  const lines: string[] = []
  let line = `${name}:`
  for (const word of body.split(' ').filter((part) => part !== '')) {
    if (line.length + 1 + word.length > foldAt && line !== `${name}:`) {
      lines.push(line)
      line = ''
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\r\n') + '\r\n'
}

/** Text for a Subject and its like: as it is when printable ASCII, else as encoded-words (RFC 2047 §5 (1)). */
export function encodeUnstructured(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  // Text that looks like an encoded-word would be decoded by the reader's program; encoding it keeps it literal.
  const safe = /^[\x20-\x7e]*$/.test(plain) && !plain.includes('=?') && longestWord(plain) <= foldAt - 2
  return safe ? plain : encodeWords(plain)
}

/** A mailbox for From, To and Reply-To: quoted or encoded display name, then the address (RFC 5322 §3.4). */
export function formatMailbox({ displayName, address }: Mailbox): string {
  if (displayName === undefined || displayName === '') return address
  return `${formatPhrase(displayName)} <${address}>`
}

/** A phrase: atoms as they are, other ASCII quoted, the rest as encoded-words (RFC 5322 §3.2.5, RFC 2047 §5 (3)). */
export function formatPhrase(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  if (!/^[\x20-\x7e]*$/.test(plain) || plain.includes('=?') || plain.length > 60) return encodeWords(plain)
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]*$/.test(plain)) return plain
  return `"${plain.replace(/["\\]/g, String.raw`\$&`)}"`
}

/** Base64 encoded-words of at most 75 octets (RFC 2047 §2) that never part a grapheme unless it alone is too long. */
function encodeWords(text: string): string {
  const words: string[] = []
  let bytes = Buffer.alloc(0)
  for (const piece of splitText(text)) {
    const next = Buffer.from(piece)
    if (bytes.length + next.length > wordOctets) {
      words.push(encodeWord(bytes))
      bytes = Buffer.alloc(0)
    }
    bytes = Buffer.concat([bytes, next])
  }
  return [...words, encodeWord(bytes)].join(' ')
}

function encodeWord(bytes: Buffer): string {
  return `=?utf-8?B?${bytes.toString('base64')}?=`
}

/** Graphemes; one longer than a word (a long chain of joined signs) falls into its code points. */
function* splitText(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text.toWellFormed())) {
    if (Buffer.byteLength(segment) <= wordOctets) yield segment
    else yield* segment
  }
}

function longestWord(text: string): number {
  return Math.max(...text.split(' ').map((word) => word.length))
}
