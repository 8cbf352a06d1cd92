/**
 * Names from one line: `A, B, C and D`, with affiliations in brackets left out and `Jr.` kept with its name. Names
 * that are written the other way round (`Doe, Jane; Roe, Richard`) are separated by semicolons, and are turned.
 */
export function splitAuthors(line: string): string[] {
  const names = stripBrackets(line).trim()
  if (names === '') return []
  const isInverted = names.includes(';')
  const parts = names.split(isInverted ? /\s*;\s*|\s+and\s+/ : /\s*[,，、|]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+/)
  const joined: string[] = []
  for (const part of parts) {
    if (/^(?:Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D)\.?$/i.test(part) && joined.length > 0)
      joined[joined.length - 1] += ` ${part}`
    else if (part !== '' && !/^et al\.?$/i.test(part)) joined.push(part)
  }
  return joined.map((name) => {
    const plain = name
      .replace(/^(?:by|authors?:)\s+/i, '')
      .replace(/\s*:$/, '')
      .trim()
    return isInverted && inverted.test(plain) && !organisation.test(plain) ? turnName(plain) : plain
  })
}

const inverted = /^[^,]+,(?: ?Jr\.?,)?(?: [\p{Lu}][\p{L}\p{M}.'’-]*){1,4}$/u
/** Where somebody works may stand behind a comma too. */
const organisation =
  /,.*\b(?:univ\w*|instit\w*|college|school|labs?|laborator\w*|inc|ltd|corp|research|cent(?:er|re)|academy|google|microsoft|meta|openai|nvidia)\b/i

/** `Doe, Jane` and `Doe, Jr, Jane` are Jane Doe. */
export function turnName(name: string): string {
  const parts = name.split(/\s*,\s*/)
  if (parts.length === 2) return `${parts[1]} ${parts[0]}`
  return parts.length === 3 ? `${parts[2]} ${parts[0]} ${parts[1]}` : name
}

/** `Ann Example (1 and 2), Bo Sample ((1) A University, (2) B)`: what is in brackets is where, not who. */
function stripBrackets(line: string): string {
  if (!line.includes('(')) return line.replace(/\s+/g, ' ').replace(/ ,/g, ',')
  let depth = 0
  let kept = ''
  for (const character of line) {
    if (character === '(') depth++
    else if (character === ')' && depth > 0) depth--
    else if (depth === 0) kept += character
  }
  return kept.replace(/\s+/g, ' ').replace(/ ,/g, ',')
}
