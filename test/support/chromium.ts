import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** Path of a Chromium on this machine; `CHROMIUM_PATH` comes first. */
export const chromiumPath = findChromium()

if (chromiumPath === undefined) {
  process.stderr.write(
    'Skipped: tests in a browser, because there is no Chromium. Install one (Debian: "apt-get install chromium") or set CHROMIUM_PATH.\n',
  )
}

/** Starts the browser; its sandbox is off because tests may run as root in a container and open only our own pages. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium on this machine.')
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
}

function findChromium(): string | undefined {
  const own = process.env['CHROMIUM_PATH']
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)]
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...(own === undefined ? [] : [own]), ...paths].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
