import { stat } from 'node:fs/promises'
import { AppError } from '../../errors.ts'
import { compileHandlebars, type CompiledTemplate } from './handlebars.ts'
import type { IssueView } from '../views/issue-view.ts'
import { compileMjml } from './mjml.ts'
import type { NoticeKind, NoticeView } from '../views/notice-view.ts'
import { checkTemplate } from './template-check.ts'
import { applyTheme, joinLines, packageTemplates, readExpanded, readTemplate, type SourceLine } from './template-source.ts'
import { parseTheme, type Theme } from './theme.ts'

/** How much an issue shows of each paper. */
export const layouts = ['full', 'short', 'titles'] as const
export type Layout = (typeof layouts)[number]

/** The three texts of a notice. */
export interface NoticeTemplates {
  readonly subject: CompiledTemplate<NoticeView>
  readonly html: CompiledTemplate<NoticeView>
  readonly text: CompiledTemplate<NoticeView>
}

/** Templates compiled and ready: MJML has run, and no recipient and no selection makes it run again. */
export interface Templates {
  readonly directory: string
  readonly theme: Theme
  readonly issueHtml: Readonly<Record<Layout, CompiledTemplate<IssueView>>>
  readonly issueText: CompiledTemplate<IssueView>
  readonly notices: Readonly<Record<NoticeKind, NoticeTemplates>>
}

/**
 * Reads and compiles templates from a folder; files that it does not have are the package's own. A bad template is an
 * error that names its file and line.
 */
export async function openTemplates(directory: string = packageTemplates): Promise<Templates> {
  await checkFolder(directory)
  const { file, text } = await readTemplate('theme.json', directory)
  const open = { directory, theme: parseTheme(text, file) }
  const html = async (name: string) => compileHandlebars<IssueView>(await readHtml(name, open), { escape: true })
  return {
    ...open,
    issueHtml: { full: await html('full.mjml'), short: await html('short.mjml'), titles: await html('titles.mjml') },
    issueText: compileHandlebars(await readText('issue.txt.hbs', open), { escape: false }),
    notices: {
      confirm: await openNotice('confirm', open),
      welcome: await openNotice('welcome', open),
      preferences_changed: await openNotice('preferences-changed', open),
      goodbye: await openNotice('goodbye', open),
    },
  }
}

/** What a folder lacks comes from the package; a folder that is not there would lack everything, and nobody would know. */
async function checkFolder(directory: string): Promise<void> {
  const isFolder = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new AppError('not_found', `There is no folder "${directory}" of templates (rendering.templates).`)
}

interface Open {
  readonly directory: string
  readonly theme: Theme
}

async function openNotice(name: string, open: Open): Promise<NoticeTemplates> {
  const html = await readHtml(`notices/${name}.mjml`, open)
  const title = /<title>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? ''
  return {
    subject: compileHandlebars(title, { escape: false }),
    html: compileHandlebars(html, { escape: true }),
    text: compileHandlebars(await readText(`notices/${name}.txt.hbs`, open), { escape: false }),
  }
}

async function readHtml(name: string, open: Open): Promise<string> {
  return compileMjml(await readChecked(name, open))
}

async function readText(name: string, open: Open): Promise<string> {
  return joinLines(await readChecked(name, open))
}

async function readChecked(name: string, { directory, theme }: Open): Promise<SourceLine[]> {
  const lines = await readExpanded(name, directory)
  checkTemplate(lines)
  return applyTheme(lines, theme)
}
