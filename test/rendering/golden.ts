/** `npm run golden`: renders the golden issues and notices into fixtures/golden/, to be looked at and reviewed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTemplates } from '../../src/rendering/templates.ts'
import { goldenDirectory, renderGolden } from '../support/golden.ts'

mkdirSync(goldenDirectory, { recursive: true })
const files = renderGolden(await openTemplates())
for (const [name, text] of files) writeFileSync(join(goldenDirectory, name), text)
process.stdout.write(`${files.size} files in ${goldenDirectory}. Look at them before you commit them.\n`)
