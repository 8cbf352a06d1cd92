import { createHash } from 'node:crypto'
import { compileHandlebars, type CompiledTemplate } from '../rendering/templates/handlebars.ts'
import {
  applyTheme,
  joinLines,
  packageTemplates,
  readExpanded,
  readTemplate,
} from '../rendering/templates/template-source.ts'
import { parseTheme } from '../rendering/templates/theme.ts'
import type { PageViews } from './page-view.ts'

/** A file that pages link to; its name changes with its content, so browsers may keep it for ever. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly body: string
}

/** The templates of all pages, compiled, and the files they link to. */
export interface PageTemplates {
  readonly pages: { readonly [Name in keyof PageViews]: CompiledTemplate<PageViews[Name]> }
  readonly style: Asset
  readonly icon: Asset
}

const names: { readonly [Name in keyof PageViews]: string } = {
  subscribe: 'subscribe.hbs',
  checkInbox: 'check-inbox.hbs',
  confirm: 'confirm.hbs',
  confirmed: 'confirmed.hbs',
  preferences: 'preferences.hbs',
  unsubscribe: 'unsubscribe.hbs',
  unsubscribed: 'unsubscribed.hbs',
  undo: 'undo.hbs',
  feedback: 'feedback.hbs',
  approval: 'approval.hbs',
  archive: 'archive.hbs',
  issue: 'issue.hbs',
  embed: 'embed.hbs',
  problem: 'problem.hbs',
  feedContent: 'feed-content.hbs',
  rss: 'feed.rss.hbs',
  atom: 'feed.atom.hbs',
}

/**
 * Reads and compiles the templates of the pages; files that the folder does not have are the package's own.
 *
 * @throws AppError `invalid`, with file and line
 */
export async function openPageTemplates(directory: string = packageTemplates): Promise<PageTemplates> {
  const theme = await readTemplate('theme.json', directory)
  const read = async (name: string): Promise<string> =>
    joinLines(applyTheme(await readExpanded(`pages/${name}`, directory), parseTheme(theme.text, theme.file)))
  const compiled = await Promise.all(
    Object.entries(names).map(async ([name, file]) => [name, compileHandlebars(await read(file), { escape: true })]),
  )
  return {
    pages: Object.fromEntries(compiled) as PageTemplates['pages'],
    style: buildAsset('pages.css', 'text/css; charset=utf-8', await read('pages.css')),
    icon: buildAsset('icon.svg', 'image/svg+xml', await read('icon.svg')),
  }
}

function buildAsset(name: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
  return { name: name.replace('.', `.${hash}.`), type, body }
}
