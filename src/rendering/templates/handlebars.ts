import Handlebars from 'handlebars'
import type { PaperView } from '../views/paper-view.ts'
import { knownHelpers } from './template-check.ts'
import { wrapText } from '../wrap-text.ts'

/** Paper blocks that a renderer has made already, by the view they were made from. */
export type PaperBlocks = WeakMap<PaperView, string>

/** A template ready to run; `blocks` keeps its paper blocks from run to run. */
export type CompiledTemplate<View> = (view: View, blocks?: PaperBlocks) => string

const environment = Handlebars.create()

/**
 * `{{#paper}}…{{/paper}}` round the block of one paper: it is rendered once per issue and layout, and later selections
 * join it. Inside it a template sees the paper only.
 */
environment.registerHelper('paper', function paper(this: PaperView, options: Handlebars.HelperOptions): string {
  const blocks = (options.data as { blocks: PaperBlocks }).blocks
  const known = blocks.get(this)
  if (known !== undefined) return known
  const block = options.fn(this)
  blocks.set(this, block)
  return block
})

/** `{{#wrap}}…{{/wrap}}` in text templates: a paragraph of 72 columns; `indent` and `first` start its lines. */
environment.registerHelper('wrap', function wrap(this: unknown, options: Handlebars.HelperOptions): string {
  const { indent, first } = options.hash as { indent?: string; first?: string }
  return wrapText(options.fn(this), { ...(indent !== undefined && { indent }), ...(first !== undefined && { first }) })
})

/** Compiles a template; `escape` is off only for plain text and subjects. */
export function compileHandlebars<View>(source: string, { escape }: { escape: boolean }): CompiledTemplate<View> {
  const template = environment.compile<View>(source, {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers,
    noEscape: !escape,
  })
  return (view, blocks = new WeakMap()) => template(view, { data: { blocks } })
}
