/**
 * `npm run golden`: renders the golden issues and notices into fixtures/golden/, to be looked at and reviewed, and the
 * issues as whole messages into out/golden/, for mail programs and spam filters.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderIssue } from '../../src/rendering/render.ts'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { goldenDirectory, renderGolden } from '../support/golden.ts'
import { goldenIssues } from '../support/golden-issues.ts'
import { composeSample } from '../support/sending/sample-message.ts'
import { root } from '../support/paths.ts'

const messageDirectory = join(root, 'out', 'golden')
mkdirSync(goldenDirectory, { recursive: true })
mkdirSync(messageDirectory, { recursive: true })

const templates = await openTemplates()
const files = renderGolden(templates)
for (const [name, text] of files) writeFileSync(join(goldenDirectory, name), text)
for (const [name, issue] of Object.entries(goldenIssues)) {
  writeFileSync(join(messageDirectory, `${name}.eml`), composeSample(issue, renderIssue(issue, templates)))
}
process.stdout.write(`${files.size} files in ${goldenDirectory}. Look at them before you commit them.\n`)
process.stdout.write(`${Object.keys(goldenIssues).length} messages in ${messageDirectory}.\n`)
