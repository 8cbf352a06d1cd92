/** `npm run picture` makes the README's picture from the issue that `npm run demo` left. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openChromium } from './programs/chromium.ts'
import { fixturePath, root } from './paths.ts'

const browser = await openChromium()
try {
  const page = await browser.newPage({ viewport: { width: 720, height: 1180 } })
  await page.goto(pathToFileURL(join(root, 'out', 'demo', 'issue.html')).href)
  const path = fixturePath('golden', 'issue.png')
  await page.screenshot({ path })
  process.stdout.write(`${path}\n`)
} finally {
  await browser.close()
}
