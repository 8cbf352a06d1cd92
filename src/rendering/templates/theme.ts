import { AppError } from '../../errors.ts'

/** Names of the values a template may take from the theme, such as `light.ink`. */
export type Theme = ReadonlyMap<string, string>

const colourNames = ['outside', 'page', 'tint', 'ink', 'quiet', 'accent', 'rule']
const required = [
  'width',
  'fonts.serif',
  'fonts.sans',
  ...['light', 'dark'].flatMap((scheme) => colourNames.map((name) => `${scheme}.${name}`)),
]

/**
 * Reads `theme.json`: the width, the fonts, and the same colours (`#rrggbb`) for the light and the dark scheme. Further
 * groups of texts are kept, so a user's template can have values of its own.
 */
export function parseTheme(text: string, file: string): Theme {
  const theme = new Map<string, string>()
  flatten(parseJson(text, file), '', theme)
  const missing = required.filter((name) => !theme.has(name))
  if (missing.length > 0) throw new AppError('invalid', `${file}: the theme has no ${missing.join(', ')}.`)
  for (const [name, value] of theme) {
    if (/^(light|dark)\./.test(name) && !/^#[0-9a-f]{6}$/i.test(value)) {
      throw new AppError('invalid', `${file}: ${name} is "${value}"; write a colour as #rrggbb.`)
    }
    if (/[<>{}";]/.test(value)) throw new AppError('invalid', `${file}: ${name} may not hold < > { } " or ;.`)
  }
  return theme
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    const position = /position (\d+)/.exec(reason)?.[1]
    const line = position === undefined ? '' : `, line ${text.slice(0, Number(position)).split('\n').length}`
    throw new AppError('invalid', `${file}${line}: this is no JSON (${reason}).`, { cause: error })
  }
}

function flatten(value: unknown, name: string, into: Map<string, string>): void {
  if (typeof value === 'string') {
    into.set(name, value)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, name === '' ? key : `${name}.${key}`, into)
  }
}
