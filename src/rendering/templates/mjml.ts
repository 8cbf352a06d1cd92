import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type Mjml2Html from 'mjml'
import { AppError } from '../../errors.ts'
import { templateError, templateErrorAt, type SourceLine } from './template-source.ts'

const expression = /\{\{[^}]*\}\}/g

/**
 * Compiles MJML with its Handlebars left in, once per layout: the result is a Handlebars template of HTML. Every
 * expression of the source must still be there, because MJML drops what it does not know.
 */
export async function compileMjml(lines: readonly SourceLine[]): Promise<string> {
  refuseIncludes(lines)
  const mjml2html = await importMjml()
  const { marked, expressions } = markExpressions(lines)
  const { html, errors } = await mjml2html(marked, {
    keepComments: false,
    validationLevel: 'soft',
    // No web font is ever fetched: an empty list keeps MJML from linking Google's.
    fonts: {},
  })
  const [problem] = errors
  if (problem) {
    throw templateErrorAt(lines, problem.line, `<${problem.tagName}> ${problem.message}`)
  }
  return collapse(restoreExpressions(html, expressions))
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

interface Expression {
  readonly text: string
  readonly at: SourceLine
}

/** Numbers every expression, so that each can be found again: MJML drops bare text between its elements silently. */
function markExpressions(lines: readonly SourceLine[]): { marked: string; expressions: Expression[] } {
  const expressions: Expression[] = []
  const mark = (at: SourceLine) => at.text.replace(expression, (text) => `{{${expressions.push({ text, at }) - 1}}}`)
  return { marked: lines.map(mark).join('\n'), expressions }
}

function restoreExpressions(html: string, expressions: readonly Expression[]): string {
  const lost = expressions.find((_, index) => !html.includes(`{{${index}}}`))
  if (lost) {
    const problem = `MJML drops ${lost.text} at this place; put it inside <mj-raw> or an element`
    throw templateError(lost.at.file, lost.at.line, problem)
  }
  return html.replace(/\{\{(\d+)\}\}/g, (mark, index: string) => expressions[Number(index)]?.text ?? mark)
}

/**
 * Drops indentation, a fifth of what MJML writes and nothing that a mail depends on, and the direction that MJML fixes:
 * the `dir` of the page and of each title decides.
 */
function collapse(html: string): string {
  return (
    html
      .replace(/[ \t]*\n\s*/g, '\n')
      .replace(/ class=""/g, '')
      .replaceAll('<td align="left"', '<td')
      // The label would be the subject again, read before every mail's text.
      .replace(/ aria-label="[^"]*"(?= aria-roledescription="email")/, '')
      .replace(/ style="([^"]*)"/g, (_, style: string) => {
        const short = style.replace(/\s*([:;,])\s*/g, '$1').replace(/(^|;)direction:ltr(?=;|$)/g, '')
        return ` style="${short.replace(/^;|;$/g, '').replaceAll('text-align:left', 'text-align:start')}"`
      })
      .trim()
  )
}
