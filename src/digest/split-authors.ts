/**
 * Names from one line: `A, B, C and D`, with affiliations in brackets left out and `Jr.` kept with its name. Names
 * that are written the other way round (`Doe, Jane; Roe, Richard`) are separated by semicolons.
 */
export function splitAuthors(line: string): string[] {
  const names = stripBrackets(line).trim()
  if (names === '') return []
  const isInverted = names.includes(';')
  const parts = names.split(isInverted ? /\s*;\s*|\s+and\s+/ : /\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+/)
  const joined: string[] = []
  for (const part of parts) {
    if (/^(?:Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D)\.?$/i.test(part) && joined.length > 0)
      joined[joined.length - 1] += ` ${part}`
    else if (part !== '' && !/^et al\.?$/i.test(part)) joined.push(part)
  }
  return joined.map((name) =>
    name
      .replace(/^(?:by|authors?:)\s+/i, '')
      .replace(/\s*:$/, '')
      .trim(),
  )
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
