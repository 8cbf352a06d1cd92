import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that tests and pictures use; undefined where the machine has none. */
export const chromiumPath = places.find((path) => path !== undefined && path !== '' && existsSync(path))

if (chromiumPath === undefined) {
  process.stderr.write(
    'Skipped: tests in a browser. "apt-get install chromium" brings one, or name it in CHROMIUM_PATH.\n',
  )
}

/** Starts the browser. @throws Error where there is none */
export async function openChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('No Chromium here; install one, or name it in CHROMIUM_PATH.')
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
}
