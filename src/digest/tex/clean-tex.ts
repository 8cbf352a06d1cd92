/**
 * TeX in titles, names and abstracts as the Unicode that a reader expects: whole TeX as arXiv has it (`$\alpha$`,
 * `\"o`, `\textbf{}`), one pass over its tokens. A command that is not known stays as it is written, because a reader
 * makes more of `\ours` than of nothing. Nothing is executed, and no command reaches a file.
 */
import { mayHoldTex } from './hints.ts'
import { formatSubscript, formatSuperscript } from './scripts.ts'
import { hideLinks, showLinks } from './hidden-links.ts'
import { readTokens, type TexTokens } from './tokens.ts'
import { restoreQuotes } from './quotes.ts'
import { restoreIndex, restoreStrippedTex } from './stripped.ts'
import { accents, blackboard, droppedArguments, operators, styles, switches, symbols } from './symbols.ts'

/** A clean line with its TeX, whole or half stripped, turned into Unicode; text without TeX is returned as it is. */
export function cleanTex(text: string): string {
  if (!mayHoldTex(text)) return text
  const hidden = hideLinks(text)
  const shown = showLinks(restoreQuotes(restoreStrippedTex(convertTex(hidden.text))), hidden.links)
  return closeUp(shown).replace(/ {2,}/g, ' ').trim().normalize('NFC')
}

/** `256× 256` is `256×256`; spaces on both sides are meant. */
function closeUp(text: string): string {
  return text.includes('×') ? text.replace(/(?<=\d)× (?=\d)|(?<=\d) ×(?=\d)/g, '×') : text
}

const deepest = 40

/** Where the reading is, and in what. */
interface Reader {
  readonly source: TexTokens
  position: number
  isMath: boolean
  depth: number
}

function convertTex(text: string): string {
  if (!/[\\$^{}_~]/.test(text)) return text
  const source = readTokens(text.replace(/\\\(([^]{1,300}?)\\\)/g, '$$$1$$'))
  return readUntil({ source, position: 0, isMath: false, depth: 0 }, source.tokens.length)
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
      return readCommand(reader, token, before)
    case '{':
      return before + readGroup(reader, before)
    case '$':
      return before + readDollar(reader)
    case '^':
    case '_':
      return before + readScript(reader, token, before)
    case '~':
      return before + readTie(reader, before)
    default:
      return before + token
  }
}

/** The text between the braces that open here; undefined where none do, or they never close. */
function readArgument(reader: Reader): string | undefined {
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
function readSingle(reader: Reader): string {
  const { tokens } = reader.source
  const token = tokens[reader.position] ?? ''
  if (token.startsWith('\\')) {
    reader.position++
    if (reader.depth > deepest) return token
    reader.depth++
    const content = readCommand(reader, token, '')
    reader.depth--
    return content
  }
  const [first = ''] = Array.from(token)
  if (first === '$' || first === '}') return ''
  if (first === token) reader.position++
  else reader.source.tokens[reader.position] = token.slice(first.length)
  return first
}

/** A tie is a space between words; between numbers people write it for "to" and before them for "about". */
function readTie(reader: Reader, before: string): string {
  const next = reader.source.tokens[reader.position] ?? ''
  if (reader.isMath) return ' '
  if (/^\\[A-Za-z%]/.test(next) && /[\p{L}\p{N}\p{M})\]}.,;:”%]$/u.test(before)) return ' '
  return /[\p{L}\p{M})\]}.,;:”']$/u.test(before) && /^[\p{L}\\($[]/u.test(next) ? ' ' : '~'
}

function readCommand(reader: Reader, token: string, before: string): string {
  const name = token.slice(1).replace(/\*$/, '')
  if (name in accents && !(reader.isMath && name === "'")) return before + readAccent(reader, name, token)
  if (/^[%&_#${}]$/.test(name)) return before + name
  if (/^[\s,;:!/\\-]?$/.test(name)) return before + readSpacing(name, token)
  if (name === 'footnote' || name === 'footnotetext') return before + formatNote(readArgument(reader))
  if (Object.hasOwn(symbols, name)) return before + readSymbol(reader, name)
  if (operators.has(name)) return before + readOperator(reader, name, before)
  return before + readStyled(reader, name, token)
}

function readSpacing(name: string, token: string): string {
  if (name === '' && token === '\\') return '\\'
  return name === '!' || name === '-' || name === '/' ? '' : ' '
}

function formatNote(note: string | undefined): string {
  if (note === undefined || note.trim() === '') return ''
  return /^[\ue000-\uf8ff]$/.test(note.trim()) ? ` ${note.trim()}` : ` (${note.trim()})`
}

function readAccent(reader: Reader, name: string, token: string): string {
  const isLetterName = /^[A-Za-z]/.test(name)
  const next = reader.source.tokens[reader.position] ?? ''
  if (isLetterName && name.length === 1 && next !== '{' && !next.startsWith(' ')) return token
  const base = readArgument(reader) ?? readBase(reader)
  if (!/^[\p{L}ıȷ]/u.test(base)) return token + base
  const plain = base.replace(/^ı/, 'i').replace(/^ȷ/, 'j')
  const [first = ''] = Array.from(plain)
  return (first + (accents[name] ?? '')).normalize('NFC') + plain.slice(first.length)
}

function readBase(reader: Reader): string {
  const { tokens } = reader.source
  const token = tokens[reader.position] ?? ''
  if (/^\s+\S/.test(token)) tokens[reader.position] = token.trimStart()
  return readSingle(reader)
}

/** TeX swallows the space after a letter command in text (`\o re` is `øre`), and an empty pair of braces. */
function readSymbol(reader: Reader, name: string): string {
  const { tokens } = reader.source
  const sign = symbols[name] ?? ''
  if (tokens[reader.position] === '{' && tokens[reader.position + 1] === '}') reader.position += 2
  else if (!reader.isMath && /^\p{L}+$/u.test(sign) && /^(?:[a-zA-Z]{1,2})$/.test(name)) {
    const next = tokens[reader.position]
    if (next?.startsWith(' ') && /^[oOlLij]$|^ss$|^a[ae]$|^A[AE]$|^oe$|^OE$/.test(name))
      tokens[reader.position] = next.slice(1)
  }
  return sign
}

function readOperator(reader: Reader, name: string, before: string): string {
  const next = reader.source.tokens[reader.position] ?? ''
  const left = /[\p{L}\p{N})]$/u.test(before) ? ' ' : ''
  return left + name + (/^[\p{L}\p{N}\\]/u.test(next) ? ' ' : '')
}

function readStyled(reader: Reader, name: string, token: string): string {
  if (switches.has(name)) {
    const { tokens } = reader.source
    const next = tokens[reader.position]
    if (next?.startsWith(' ')) tokens[reader.position] = next.slice(1)
    return ''
  }
  if (droppedArguments.has(name)) return dropArgument(reader, token)
  if (name === 'textcolor' || name === 'colorbox')
    return readArgument(reader) === undefined ? token : (readArgument(reader) ?? '')
  if (name === 'unicode') return formatCodePoint(readArgument(reader) ?? '') ?? token
  if (name === 'mathbb' || name === 'mathds') return formatBlackboard(readArgument(reader) ?? readSingle(reader))
  if (name === 'sqrt') return formatRoot(readArgument(reader) ?? readSingle(reader).trim())
  if (name === 'frac' || name === 'tfrac' || name === 'dfrac' || name === 'nicefrac') return readFraction(reader, token)
  if (name === 'textsuperscript') return formatSuperscript(readArgument(reader) ?? '')
  if (name === 'textsubscript') return formatSubscript(readArgument(reader) ?? '')
  const content = readArgument(reader)
  if (content !== undefined && content.trim() !== '') return content
  return styles.has(name) && reader.isMath ? readBase(reader) : token + (content === undefined ? '' : '{}')
}

/** Hugging Face moves a letter of the word into the colour's name (`\\color{redW}ord`); that is left as it stands. */
function dropArgument(reader: Reader, token: string): string {
  const argument = readArgument(reader)
  if (argument === undefined) return token
  return token === '\\color' && /^[a-z]+[A-Z]/.test(argument) ? `${token}{${argument}}` : ''
}

function formatCodePoint(written: string): string | undefined {
  const digits = /^x([0-9a-fA-F]{2,5})$/.exec(written.trim())?.[1]
  return digits === undefined ? undefined : String.fromCodePoint(Number.parseInt(digits, 16))
}

function formatBlackboard(content: string): string {
  return blackboard[content] ?? content
}

function formatRoot(content: string): string {
  return /^[\p{L}\p{N}]+$/u.test(content) ? `√${content}` : `√(${content})`
}

function readFraction(reader: Reader, token: string): string {
  const above = readArgument(reader)
  const below = above === undefined ? undefined : readArgument(reader)
  if (above === undefined) return token
  return below === undefined ? `${token}{${above}}` : `${bracket(above)}/${bracket(below)}`
}

function bracket(part: string): string {
  return /^[\p{L}\p{N}._^]+$/u.test(part) ? part : `(${part})`
}
