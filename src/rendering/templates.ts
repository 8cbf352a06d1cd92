import { compileHandlebars } from './handlebars.ts'
import type { CompiledTemplate } from './handlebars.ts'
import type { IssueView } from './issue-view.ts'
import { compileMjml } from './mjml.ts'
import { applyTheme, joinLines, packageTemplates, readExpanded, readTemplate } from './template-source.ts'
import { parseTheme } from './theme.ts'
import type { Theme } from './theme.ts'

/** How much an issue shows of each paper. */
export const layouts = ['full', 'short', 'titles'] as const
export type Layout = (typeof layouts)[number]

/** Templates compiled and ready: MJML has run, and no recipient and no selection makes it run again. */
export interface Templates {
  readonly directory: string
  readonly theme: Theme
  readonly issueHtml: Readonly<Record<Layout, CompiledTemplate<IssueView>>>
  readonly issueText: CompiledTemplate<IssueView>
}

/**
 * Reads and compiles templates from a folder; files that it does not have are the package's own. A bad template is an
 * error that names its file and line.
 */
export async function openTemplates(directory: string = packageTemplates): Promise<Templates> {
  const { file, text } = await readTemplate('theme.json', directory)
  const theme = parseTheme(text, file)
  const html = async <View>(name: string) =>
    compileHandlebars<View>(await compileMjml(applyTheme(await readExpanded(name, directory), theme)), { escape: true })
  return {
    directory,
    theme,
    issueHtml: { full: await html('full.mjml'), short: await html('full.mjml'), titles: await html('full.mjml') },
    issueText: compileHandlebars(joinLines(await readExpanded('issue.txt.hbs', directory)), { escape: false }),
  }
}
