import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { stripSentinels } from '../slots.ts'
import type { Theme } from './theme.ts'

/** A line of a template and where it was written. */
export interface SourceLine {
  readonly text: string
  readonly file: string
  readonly line: number
}

/** The folder with the templates that come with the package; the same depth in `src` and in `dist`. */
export const packageTemplates = join(import.meta.dirname, '..', '..', '..', 'templates')

/** Reads a template file: the user's own if there is one, else the package's. */
export async function readTemplate(name: string, directory: string): Promise<{ file: string; text: string }> {
  for (const folder of new Set([directory, packageTemplates])) {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw new AppError('invalid', `${file}: the template cannot be read (${error.code ?? error.message}).`)
    })
    if (text !== undefined) return { file, text: stripSentinels(text) }
  }
  throw new AppError('not_found', `There is no template ${name} in ${directory}.`)
}

/**
 * Reads a template with its partials put in: a line `{{> name}}` stands for the lines of `partials/name.hbs`. This
 * happens before MJML runs, so that styles reach the partials too, and nothing of it is left for later.
 */
export async function readExpanded(
  name: string,
  directory: string,
  above: readonly string[] = [],
): Promise<SourceLine[]> {
  const { file, text } = await readTemplate(name, directory)
  const lines: SourceLine[] = []
  for (const [index, line] of text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .entries()) {
    const partial = /^\s*\{\{>\s*([\w-]+)\s*\}\}\s*$/.exec(line)?.[1]
    if (partial === undefined) {
      if (/\{\{~?#?>/.test(line)) throw templateError(file, index + 1, 'put {{> name}} on a line of its own')
      lines.push({ text: line, file, line: index + 1 })
    } else if (above.includes(partial)) {
      throw templateError(file, index + 1, `the partial ${partial} includes itself`)
    } else {
      lines.push(...(await readExpanded(`partials/${partial}.hbs`, directory, [...above, partial])))
    }
  }
  return lines
}

/** Replaces `[[light.ink]]` by the value of the theme. */
export function applyTheme(lines: readonly SourceLine[], theme: Theme): SourceLine[] {
  return lines.map(({ text, file, line }) => ({
    file,
    line,
    text: text.replace(/\[\[([\w.-]+)\]\]/g, (_, name: string) => {
      const value = theme.get(name)
      if (value === undefined) throw templateError(file, line, `the theme has no ${name}`)
      return value
    }),
  }))
}

/** The lines as one text. */
export function joinLines(lines: readonly SourceLine[]): string {
  return lines.map(({ text }) => text).join('\n')
}

/** The error of a bad template, with its place. */
export function templateError(file: string, line: number, problem: string): AppError {
  return new AppError('invalid', `${file}, line ${line}: ${problem}.`, { details: { file, line } })
}

/** The same for a line of expanded lines, counted from 1. */
export function templateErrorAt(lines: readonly SourceLine[], line: number, problem: string): AppError {
  const place = lines[line - 1] ?? lines.at(-1)
  return templateError(place?.file ?? 'template', place?.line ?? 1, problem)
}
