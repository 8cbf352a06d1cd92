/** What commands mean: signs, functions, styles, accents, links to other places, and those that only the author knows. */
import { readAccent, readBase } from './accents.ts'
import { readArgument, readSingle, type Reader } from './reader.ts'
import { formatSubscript, formatSuperscript } from './scripts.ts'
import { accents, blackboard, droppedArguments, operators, styles, switches, symbols } from './symbols.ts'

/**
 * A command with its arguments as Unicode, behind the text so far. One that is not known stays as it is written,
 * because a reader makes more of `\ours` than of nothing.
 */
export function readCommand(reader: Reader, token: string, before: string): string {
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
