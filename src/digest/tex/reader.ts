/**
 * One pass over the tokens of a text: what is grouped, what is math, and what stands above or below the line. What a
 * command means is told by whoever starts the reading. Nothing is executed, and no command reaches a file.
 */
import { formatSubscript, formatSuperscript } from './scripts.ts'
import { restoreIndex } from './stripped.ts'
import { formatTie } from './ties.ts'
import { readTokens, type TexTokens } from './tokens.ts'

/** Reads a command that stands before the position, with its arguments, and gives the text so far with what it adds. */
export type ReadCommand = (reader: Reader, token: string, before: string) => string

/** Where the reading is, and in what. */
export interface Reader {
  readonly source: TexTokens
  readonly readCommand: ReadCommand
  position: number
  isMath: boolean
  depth: number
}

const deepest = 40

/** The text with its TeX turned into Unicode. */
export function convertTex(text: string, readCommand: ReadCommand): string {
  if (!/[\\$^{}_~]/.test(text)) return text
  const source = readTokens(text.replace(/\\\(([^]{1,300}?)\\\)/g, '$$$1$$'))
  return readUntil({ source, readCommand, position: 0, isMath: false, depth: 0 }, source.tokens.length)
}

function readUntil(reader: Reader, end: number): string {
  const { tokens } = reader.source
  if (++reader.depth > deepest) {
    const literal = tokens.slice(reader.position, end).join('')
    reader.position = end
    reader.depth--
    return literal
  }
  let output = ''
  while (reader.position < end) output = readToken(reader, output)
  reader.depth--
  return output
}

/** Reads one token, with its arguments, and gives the text so far with what it adds. */
function readToken(reader: Reader, before: string): string {
  const token = reader.source.tokens[reader.position++] ?? ''
  switch (token.charAt(0)) {
    case '\\':
      return reader.readCommand(reader, token, before)
    case '{':
      return before + readGroup(reader, before)
    case '$':
      return before + readDollar(reader)
    case '^':
    case '_':
      return before + readScript(reader, token, before)
    case '~':
      return before + (reader.isMath ? ' ' : formatTie(before, reader.source.tokens[reader.position] ?? ''))
    default:
      return before + token
  }
}

/** The text between the braces that open here; undefined where none do, or they never close. */
export function readArgument(reader: Reader): string | undefined {
  const { tokens, partners } = reader.source
  let start = reader.position
  if (tokens[start]?.trim() === '' && tokens[start + 1] === '{') start++
  const end = partners[start]
  if (tokens[start] !== '{' || end === undefined) return undefined
  reader.position = start + 1
  const content = readUntil(reader, end)
  reader.position = end + 1
  return content
}

/** Braces that only group: those of math, of a font switch or of a single word go, others belong to the text. */
function readGroup(reader: Reader, before: string): string {
  const { tokens, partners } = reader.source
  const end = partners[reader.position - 1]
  if (end === undefined) return reader.isMath ? '' : '{'
  const first = tokens[reader.position] ?? ''
  reader.position--
  const content = readArgument(reader) ?? ''
  if (reader.isMath || first.startsWith('\\')) return content
  if (/^bf |^em |^it |^tt /.test(content)) return content.slice(3)
  if (/^[=<>+:,-]$/.test(content)) return content
  const isWord = /^[\p{L}][\p{L}\p{N} .-]*$/u.test(content) && /(?:^|[\s(-])$/u.test(before)
  return isWord ? content : `{${content}}`
}

function readDollar(reader: Reader): string {
  const { dollars } = reader.source
  const start = reader.position
  const end = dollars.get(start - 1)
  if (end === undefined || reader.isMath) return reader.isMath ? '' : '$'
  reader.isMath = true
  const content = readUntil(reader, end)
  reader.isMath = false
  reader.position = end + 1
  return content
}

/** Exponents and indices: everywhere in math; outside only in braces, where no word or file name is meant. */
function readScript(reader: Reader, sign: string, before: string): string {
  const { tokens } = reader.source
  const isGroup = tokens[reader.position] === '{'
  const isScript = reader.isMath || (isGroup && /[\p{L}\p{N})\]}°]$/u.test(before))
  if (!isScript || reader.position >= tokens.length) return sign
  const wasMath = reader.isMath
  reader.isMath = true
  const content = readArgument(reader) ?? readSingle(reader)
  reader.isMath = wasMath
  const restored = wasMath ? content : restoreIndex(content)
  return sign === '^' ? formatSuperscript(restored) : formatSubscript(restored)
}

/** One character or command, as TeX takes it where braces are left out. */
export function readSingle(reader: Reader): string {
  const { tokens } = reader.source
  const token = tokens[reader.position] ?? ''
  if (token.startsWith('\\')) {
    reader.position++
    if (reader.depth > deepest) return token
    reader.depth++
    const content = reader.readCommand(reader, token, '')
    reader.depth--
    return content
  }
  const [first = ''] = Array.from(token)
  if (first === '$' || first === '}') return ''
  if (first === token) reader.position++
  else reader.source.tokens[reader.position] = token.slice(first.length)
  return first
}
