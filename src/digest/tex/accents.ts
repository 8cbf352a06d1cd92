/** Accents: a command and the letter that it is put on. */
import { readArgument, readSingle, type Reader } from './reader.ts'
import { accents } from './symbols.ts'

/** `\"o` and `\v{s}` as one letter; the command itself where no letter follows. */
export function readAccent(reader: Reader, name: string, token: string): string {
  const isLetterName = /^[A-Za-z]/.test(name)
  const next = reader.source.tokens[reader.position] ?? ''
  if (isLetterName && name.length === 1 && next !== '{' && !next.startsWith(' ')) return token
  const base = readArgument(reader) ?? readBase(reader)
  if (!/^[\p{L}ıȷ]/u.test(base)) return token + base
  const plain = base.replace(/^ı/, 'i').replace(/^ȷ/, 'j')
  const [first = ''] = Array.from(plain)
  return (first + (accents[name] ?? '')).normalize('NFC') + plain.slice(first.length)
}

/** The letter behind a command, which a space may part from it. */
export function readBase(reader: Reader): string {
  const { tokens } = reader.source
  const token = tokens[reader.position] ?? ''
  if (/^\s+\S/.test(token)) tokens[reader.position] = token.trimStart()
  return readSingle(reader)
}
