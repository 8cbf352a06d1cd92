/** A text cut into the tokens of TeX, with the partners of its braces and dollars found beforehand. */
export interface TexTokens {
  readonly tokens: string[]
  /** Index of the closing brace by the index of the opening one. */
  readonly partners: readonly (number | undefined)[]
  /** Index of the closing dollar by the index of the opening one, where the two enclose math and not prices. */
  readonly dollars: ReadonlyMap<number, number>
}

const longestMath = 400

/** Cuts a text into tokens; linear, and braces that nobody closes have no partner. */
export function readTokens(text: string): TexTokens {
  const tokens: string[] = text.match(/\\[A-Za-z]+\*?|\\[^]|[{}$^_~]|[^\\{}$^_~]+|\\/g) ?? []
  return { tokens, partners: pairBraces(tokens), dollars: pairDollars(tokens) }
}

function pairBraces(tokens: readonly string[]): (number | undefined)[] {
  const partners: (number | undefined)[] = []
  const open: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (token === '{') open.push(index)
    if (token !== '}') continue
    const start = open.pop()
    if (start !== undefined) partners[start] = index
  }
  return partners
}

/** A dollar within braces that were opened in math (`$\texttt{M$^3$X}$`) is left out: it ends nothing. */
function pairDollars(tokens: readonly string[]): Map<number, number> {
  const pairs = new Map<number, number>()
  let open: number | undefined
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (token === '{') depth++
    if (token === '}') depth--
    if (token !== '$' || (open !== undefined && depth > 0 && index - open < longestMath)) continue
    const content = open === undefined ? '' : tokens.slice(open + 1, Math.min(index, open + longestMath)).join('')
    if (open !== undefined && isMath(content, tokens[index + 1] ?? '')) {
      pairs.set(open, index)
      open = undefined
    } else open = index
    depth = 0
  }
  return pairs
}

/** Math touches its dollars, or holds what only math has; `$5 and $6` does neither. */
function isMath(content: string, next: string): boolean {
  if (content.length > longestMath) return false
  if (/[\\^_]/.test(content)) return true
  return (
    content !== '' &&
    !/^\s|\s$/.test(content) &&
    !(/^\d/.test(content) && /^\d/.test(next)) &&
    !/^[\d.,]+ .*[a-z]{3}/.test(content)
  )
}
