import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePapers, samples } from '../support/sample-digests.ts'

const targetMegabytes = 256
const report = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxRSS='+process.resourceUsage().maxRSS))`

/** Most memory of `courant digest check` for 20 MB of each format, beside that of no work at all (`--version`). */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-memory-'))
  try {
    console.log(`${'idle'.padEnd(18)}${formatPeak(measurePeak(['--version']))}`)
    for (const [name, render] of Object.entries(samples)) {
      const file = join(folder, name)
      const octets = Buffer.byteLength(render(makePapers(160))) / 160
      writeFileSync(file, render(makePapers(Math.floor(20e6 / octets))))
      console.log(`${name.padEnd(18)}${formatPeak(measurePeak(['digest', 'check', file, '--json']))}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  await Promise.resolve()
}

/** Megabytes; NaN where the command failed. */
function measurePeak(args: readonly string[]): number {
  const child = spawnSync(process.execPath, ['--import', report, 'src/cli/courant.js', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  return child.status === 0 ? Number(/maxRSS=(\d+)/.exec(child.stderr)?.[1]) / 1024 : Number.NaN
}

function formatPeak(peak: number): string {
  return `${peak.toFixed(0).padStart(6)} MB${peak <= targetMegabytes ? '' : `  over ${targetMegabytes} MB`}`
}
