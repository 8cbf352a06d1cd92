const raised = new Map(
  Array.from('0123456789+-−=()n').map((sign, index) => [sign, Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ')[index] ?? sign]),
)
const lowered = new Map(
  Array.from('0123456789+-−').map((sign, index) => [sign, Array.from('₀₁₂₃₄₅₆₇₈₉₊₋₋')[index] ?? sign]),
)

/** An exponent in raised signs where Unicode has them for all of it, else behind `^`. */
export function formatSuperscript(content: string): string {
  const text = content.trim()
  if (text === '' || /^(?:°|∘|\*+|′+|†|‡|⋆|™|®|th|st|nd|rd)$/.test(text)) return text === '∘' ? '°' : text
  return formatScript(text, '^', raised)
}

/** An index in lowered signs where Unicode has them for all of it, else behind `_`. */
export function formatSubscript(content: string): string {
  return content.trim() === '' ? '' : formatScript(content.trim(), '_', lowered)
}

function formatScript(text: string, sign: string, forms: ReadonlyMap<string, string>): string {
  const characters = Array.from(text)
  if (characters.every((character) => forms.has(character)))
    return characters.map((character) => forms.get(character)).join('')
  const isPlain = characters.length === 1 || (sign === '_' && /^[\p{L}\p{N}.*+]+$/u.test(text))
  return isPlain || /^\([^()]*\)$/.test(text) ? sign + text : `${sign}(${text})`
}
