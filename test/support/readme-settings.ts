/** The README's table of settings, made from the schema: `npm run readme` writes it, a test holds the README to it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { listSettings, type Setting } from '../../src/settings.ts'
import { root } from './paths.ts'

const path = join(root, 'README.md')
const block = /(<!-- settings: npm run readme -->\n)[^]*?(<!-- end of settings -->)/

/** The README with its table of settings as the schema has it; a section a row, each setting on a line of its own. */
export async function formatReadme(readme: string): Promise<string> {
  const sections = Map.groupBy(listSettings(), sectionOf)
  const rows = [...sections].map(
    ([section, settings]) => `| ${section} | ${settings.map(formatSetting).join('<br>')} |`,
  )
  const table = `\n<!-- prettier-ignore -->\n| Section | Settings |\n| --- | --- |\n${rows.join('\n')}\n\n`
  return format(readme.replace(block, `$1${table.replaceAll('$', '$$$$')}$2`), { parser: 'markdown', printWidth: 120 })
}

function sectionOf({ path: name, secret }: Setting): string {
  if (secret) return 'secrets'
  return name.includes('.') ? `\`${name.slice(0, name.indexOf('.'))}\`` : ''
}

function formatSetting({ path: name, variable, secret, description }: Setting): string {
  const shown = secret ? variable : name.slice(name.indexOf('.') + 1)
  return `\`${shown}\` ${description.replaceAll('|', '\\|')}`
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path, await formatReadme(readFileSync(path, 'utf8')))
}
