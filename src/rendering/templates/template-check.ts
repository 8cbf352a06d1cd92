import Handlebars from 'handlebars'
import { isField, suggestField } from './template-fields.ts'
import { joinLines, templateErrorAt, type SourceLine } from './template-source.ts'

/** Helpers that a template may use; any other name is a field. */
export const knownHelpers = { if: true, unless: true, each: true, with: true, paper: true, wrap: true } as const

/**
 * Checks the Handlebars of a template, and throws with file and line at the first fault: syntax, a field that no view
 * has, `{{{ }}}` (text from outside would become HTML), and a paper block that looks outside its paper, which it may
 * not because it is kept for other selections.
 */
export function checkTemplate(lines: readonly SourceLine[]): void {
  new TemplateChecker(lines).accept(parseTemplate(lines))
}

function parseTemplate(lines: readonly SourceLine[]): hbs.AST.Program {
  try {
    return Handlebars.parse(joinLines(lines))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const line = /on line (\d+)/.exec(message)?.[1] ?? / - (\d+):\d+/.exec(message)?.[1] ?? '1'
    throw templateErrorAt(lines, Number(line), `this is no Handlebars: ${describeFault(message)}`)
  }
}

/** Handlebars speaks of its tokens; the two faults that people make most get words. */
function describeFault(message: string): string {
  const got = /got '(\w+)'/.exec(message)?.[1]
  if (got === 'EOF') return 'a block is opened and not closed'
  if (got === 'INVERSE') return 'an {{else}} or {{/…}} has no open block that it belongs to'
  return (message.split('\n').at(-1) ?? '').replace(/ - \d+:\d+$/, '')
}

class TemplateChecker extends Handlebars.Visitor {
  readonly lines: readonly SourceLine[]
  insidePaper = 0
  loops = 0

  constructor(lines: readonly SourceLine[]) {
    super()
    this.lines = lines
  }

  fail(node: hbs.AST.Node, problem: string): never {
    throw templateErrorAt(this.lines, node.loc.start.line, problem)
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    if (!node.escaped) this.fail(node, 'write {{name}}; {{{name}}} would let text from outside become HTML')
    if (node.params.length > 0 || node.hash !== undefined) this.fail(node, 'a value takes no arguments')
    super.MustacheStatement(node)
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    const name = node.path.original
    if (!Object.hasOwn(knownHelpers, name)) {
      this.fail(node, `there is no block {{#${name}}}; known are ${Object.keys(knownHelpers).join(', ')}`)
    }
    const [outside, loops] = [this.insidePaper, this.loops]
    if (name === 'paper') this.insidePaper = 1
    if (name === 'each' || name === 'with') this.loops += this.insidePaper
    for (const param of node.params) this.accept(param)
    this.accept(node.program)
    if (node.inverse) this.accept(node.inverse)
    ;[this.insidePaper, this.loops] = [outside, loops]
  }

  override PathExpression(node: hbs.AST.PathExpression): void {
    if (this.insidePaper > 0 && (node.depth > this.loops || (node.data && node.parts[0] === 'root'))) {
      this.fail(node, `inside {{#paper}} only the paper is known, not ${node.original}`)
    }
    if (node.data && node.parts[0] !== 'root') return
    const unknown = node.parts.slice(node.data ? 1 : 0).find((part) => !isField(part))
    if (unknown !== undefined) this.fail(node, `there is no field ${unknown}${suggestField(unknown)}`)
  }
}
