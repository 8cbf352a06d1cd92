import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type Mjml2Html from 'mjml'
import { AppError } from '../errors.ts'
import { joinLines, templateError } from './template-source.ts'
import type { SourceLine } from './template-source.ts'

/**
 * Compiles MJML with its Handlebars left in, once per layout: the result is a Handlebars template of HTML. Every
 * expression of the source must still be there, because MJML drops what it does not know.
 */
export async function compileMjml(lines: readonly SourceLine[]): Promise<string> {
  refuseIncludes(lines)
  const mjml2html = await importMjml()
  const { html, errors } = await mjml2html(joinLines(lines), {
    keepComments: false,
    validationLevel: 'soft',
    // No web font is ever fetched: an empty list keeps MJML from linking Google's.
    fonts: {},
  })
  const [problem] = errors
  if (problem) {
    const { file, line } = lines[problem.line - 1] ?? { file: lines[0]?.file ?? 'template', line: 1 }
    throw templateError(file, line, `<${problem.tagName}> ${problem.message}`)
  }
  refuseLosses(lines, html)
  return collapse(html)
}

async function importMjml(): Promise<typeof Mjml2Html> {
  const config = join(process.cwd(), '.mjmlconfig')
  if (existsSync(config)) {
    throw new AppError(
      'invalid',
      `${config} names code that MJML would run while it is loaded. Start from another folder, or move that file away.`,
    )
  }
  // MJML takes 400 ms to load and most commands do without it.
  return (await import('mjml')).default
}

function refuseIncludes(lines: readonly SourceLine[]): void {
  const include = lines.find(({ text }) => text.includes('<mj-include'))
  if (include) throw templateError(include.file, include.line, 'mj-include is not read here; write {{> name}}')
}

/** MJML drops bare text between its elements without an error. */
function refuseLosses(lines: readonly SourceLine[], html: string): void {
  for (const { text, file, line } of lines) {
    for (const [expression] of text.matchAll(/\{\{\{?[^}]*\}?\}\}/g)) {
      if (!html.includes(expression)) {
        throw templateError(file, line, `MJML drops ${expression} at this place; put it inside <mj-raw> or an element`)
      }
    }
  }
}

/** Indentation is a fifth of what MJML writes; nothing in a mail depends on it. */
function collapse(html: string): string {
  return html
    .replace(/[ \t]*\n\s*/g, '\n')
    .replace(/ class=""/g, '')
    .replace(
      / style="([^"]*)"/g,
      (_, style: string) => ` style="${style.replace(/\s*([:;,])\s*/g, '$1').replace(/;$/, '')}"`,
    )
    .trim()
}
