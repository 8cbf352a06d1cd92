/**
 * `npm run golden:pictures`: pictures of the golden rich issue in Chromium, into fixtures/golden/. With `--compare` it
 * writes nothing and tells how many pixels differ from those that are there; fonts differ from machine to machine, so
 * this is run on purpose and is no test.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { openChromium } from '../support/programs/chromium.ts'
import { goldenDirectory } from '../support/golden.ts'

const height = 1400
const pictures = [
  { name: 'rich-640-light', width: 640, colorScheme: 'light' },
  { name: 'rich-640-dark', width: 640, colorScheme: 'dark' },
  { name: 'rich-360-light', width: 360, colorScheme: 'light' },
] as const
const isComparing = process.argv.includes('--compare')

const browser = await openChromium()
try {
  for (const { name, width, colorScheme } of pictures) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme })
    await page.goto(pathToFileURL(join(goldenDirectory, 'rich.html')).href)
    const taken = await page.screenshot()
    const path = join(goldenDirectory, `${name}.png`)
    if (!isComparing) writeFileSync(path, taken)
    else if (existsSync(path))
      process.stdout.write(`${name}: ${await countDifferent(page, readFileSync(path), taken)}\n`)
    await page.close()
  }
} finally {
  await browser.close()
}

/** Pixels that differ visibly, counted on canvases of the browser. */
async function countDifferent(page: Page, before: Buffer, after: Buffer): Promise<string> {
  const load = (png: Buffer) => `load('data:image/png;base64,${png.toString('base64')}')`
  const share = await page.evaluate<number>(`(async () => {
    const load = async (source) => {
      const image = Object.assign(new Image(), { src: source })
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      const context = canvas.getContext('2d')
      context.drawImage(image, 0, 0)
      return context.getImageData(0, 0, image.width, image.height).data
    }
    const [a, b] = [await ${load(before)}, await ${load(after)}]
    if (a.length !== b.length) return 1
    let different = 0
    for (let at = 0; at < a.length; at += 4) {
      if (Math.abs(a[at] - b[at]) + Math.abs(a[at + 1] - b[at + 1]) + Math.abs(a[at + 2] - b[at + 2]) > 48) different += 1
    }
    return different / (a.length / 4)
  })()`)
  return `${(share * 100).toFixed(2)} % of the pixels differ`
}
