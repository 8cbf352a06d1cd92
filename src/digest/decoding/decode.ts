import { gunzipSync } from 'node:zlib'
import type { Problem } from '../digest.ts'
import { DigestParseError } from '../../errors.ts'
import { repairEncoding } from './repair-encoding.ts'

/** 20 MB: the largest digest that is read, before and after decompression. */
export const maxDigestBytes = 20 * 1024 * 1024

/** Text of a source and what was wrong with its octets. */
export interface DecodedText {
  readonly text: string
  readonly problems: readonly Problem[]
}

/** Files that people give by mistake, by their first octets. */
const foreign: readonly (readonly [string, string])[] = [
  ['%PDF-', 'a PDF'],
  ['{\\rtf', 'a document in RTF'],
  ['PK\u0003\u0004', 'a ZIP archive'],
  ['\u0089PNG', 'a PNG image'],
  ['\u00ff\u00d8\u00ff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['BZh', 'a bzip2 archive'],
  ['\u00fd7zXZ', 'an xz archive'],
  ['SQLite format 3', 'an SQLite database'],
  ['\u007fELF', 'a program'],
]

/**
 * Octets as text: gzip is unpacked, UTF-8 and UTF-16 are known by mark or by structure, a declared charset is believed,
 * and what is left is Windows-1252 where it reads as such. Throws where the octets are no text or too many.
 */
export function decodeText(source: string, content: string | Uint8Array): DecodedText {
  if (typeof content === 'string') {
    refuseTooLong(source, content.length)
    return normalize(refuseBinary(source, { text: content.replace(/^\ufeff/, ''), problems: [] }))
  }
  refuseTooLong(source, content.byteLength)
  const octets = content[0] === 0x1f && content[1] === 0x8b ? unpack(source, content) : content
  refuseForeign(source, octets)
  return normalize(refuseBinary(source, decodeOctets(octets)))
}

/** Undoes a wrong reading of the past; spaces of browsers are spaces, and what stands for their pictures is nothing. */
function normalize({ text, problems }: DecodedText): DecodedText {
  const repaired = repairEncoding(text)
  const message = 'The text was once read in a wrong encoding and saved so; that was undone.'
  const own = (repaired ?? text).replaceAll('\u00a0', ' ').replaceAll('\ufffc', '')
  return { text: own, problems: repaired === undefined ? problems : [...problems, { code: 'encoding', message }] }
}

function refuseTooLong(source: string, length: number): void {
  if (length <= maxDigestBytes) return
  throw new DigestParseError(source, 'is larger than 20 MB, which no digest is. Give the page or feed of one day.')
}

function unpack(source: string, octets: Uint8Array): Uint8Array {
  try {
    return gunzipSync(octets, { maxOutputLength: maxDigestBytes })
  } catch (error) {
    const isTooLong = error instanceof RangeError
    throw new DigestParseError(
      source,
      isTooLong ? 'unpacks to more than 20 MB, which no digest is.' : 'is a damaged gzip file. Fetch it again.',
    )
  }
}

function refuseForeign(source: string, octets: Uint8Array): void {
  const start = Buffer.from(octets.subarray(0, 16)).toString('latin1')
  const found = foreign.find(([magic]) => start.startsWith(magic))
  if (found)
    throw new DigestParseError(source, `is ${found[1]}, not a text. Give the digest as text, HTML, JSON or a feed.`)
}

/** A few stray controls are cleaned later; a text full of them is none. */
function refuseBinary(source: string, decoded: DecodedText): DecodedText {
  const sample = decoded.text.slice(0, 65_536)
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0
  if (strange > 4 && strange > sample.length / 20) {
    throw new DigestParseError(source, 'is binary, not a text. Give the digest as text, HTML, JSON or a feed.')
  }
  return decoded
}

function decodeOctets(octets: Uint8Array): DecodedText {
  const wide = findUtf16(octets)
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(octets), problems: [] }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(octets), problems: [] }
  } catch {
    return decodeOther(octets)
  }
}

function findUtf16(octets: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (octets[0] === 0xff && octets[1] === 0xfe) return 'utf-16le'
  if (octets[0] === 0xfe && octets[1] === 0xff) return 'utf-16be'
  const sample = octets.subarray(0, Math.min(1000, octets.length & ~1))
  const zeros: [number, number] = [0, 0]
  for (const [index, octet] of sample.entries()) if (octet === 0) zeros[index & 1 ? 1 : 0]++
  const most = sample.length * 0.35
  if (sample.length >= 4 && zeros[1] > most && zeros[0] === 0) return 'utf-16le'
  return sample.length >= 4 && zeros[0] > most && zeros[1] === 0 ? 'utf-16be' : undefined
}

function decodeOther(octets: Uint8Array): DecodedText {
  const start = Buffer.from(octets.subarray(0, 1024)).toString('latin1')
  const declared = /(?:encoding|charset)=["']?([\w-]{3,20})/i.exec(start)?.[1]?.toLowerCase()
  const charset =
    declared !== undefined && !/^utf-?8$/.test(declared) && isKnownCharset(declared) ? declared : undefined
  if (charset !== undefined) return { text: new TextDecoder(charset).decode(octets), problems: [] }
  const reading = Buffer.from(octets).toString('latin1')
  const [name, message] = looksWestern(reading)
    ? ['windows-1252', 'The text is not UTF-8; it was read as Windows-1252.']
    : ['utf-8', 'The text is not valid UTF-8; what could not be read stands as U+FFFD.']
  return { text: new TextDecoder(name).decode(octets), problems: [{ code: 'encoding', message }] }
}

function isKnownCharset(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    return false
  }
}

/** Accented small letters inside words, and typographic signs, and nothing else outside ASCII. */
function looksWestern(text: string): boolean {
  const high = text.match(/[\u0080-\u00ff]/g)?.length ?? 0
  const western =
    text.match(
      /(?<=[A-Za-z\u00c0-\u00ff])[\u00e0-\u00ff]|[\u00c0-\u00ff](?=[a-z\u00e0-\u00ff])|[\u0085\u0091-\u0097\u00a0\u00a7\u00a9\u00ab\u00b0-\u00b5\u00b7\u00bb]/g,
    )?.length ?? 0
  return western === high
}
