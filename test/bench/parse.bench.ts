import type { PlainDate } from '../../src/clock.ts'
import type { DigestFormat } from '../../src/digest/formats.ts'
import { parseDigest } from '../../src/digest/parse.ts'
import { makePapers, samples } from '../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
const sizes = [0.1, 1, 5, 20]
/** The largest of the sizes of which every entry is read, in every format. */
const wholeSize = 5

/**
 * How fast each format is read at 5 MB, and how time grows with size: the slope of log time over log size between 0.1
 * and 20 MB, where 1 is linear and 2 quadratic. Of 20 MB only the beginning is read where it holds the most entries that
 * a digest may have. `BENCH_FORMAT=page-text` measures one format.
 */
export async function run(): Promise<void> {
  console.log(
    `format            ${sizes.map((size) => `${size} MB`.padStart(9)).join('')}     MB/s at ${wholeSize}   slope  papers`,
  )
  const only = process.env['BENCH_FORMAT']
  for (const [name, render] of Object.entries(samples)) {
    if (only !== undefined && only !== name) continue
    const format = (name.startsWith('markdown') ? 'markdown' : name === 'arxiv-atom' ? 'feed' : name) as DigestFormat
    const octets = render(makePapers(16)).length / 16
    const results = sizes.map((size) =>
      measure(render(makePapers(Math.max(8, Math.floor((size * 1e6) / octets)))), format),
    )
    const [first] = results
    const last = results.at(-1)
    const whole = results[sizes.indexOf(wholeSize)]
    if (first === undefined || last === undefined || whole === undefined) continue
    const rate = whole.length / 1e6 / (whole.ms / 1000)
    const slope = Math.log(last.ms / first.ms) / Math.log(last.length / first.length)
    console.log(
      `${name.padEnd(18)}${results.map(({ ms }) => `${ms.toFixed(0)} ms`.padStart(9)).join('')} ${rate.toFixed(1).padStart(13)} ${slope.toFixed(2).padStart(7)} ${String(last.papers).padStart(7)}`,
    )
  }
  await Promise.resolve()
}

interface Measured {
  readonly length: number
  readonly ms: number
  readonly papers: number
}

/** Milliseconds of CPU, so that neighbours on the machine do not count; the best of five, or of two for the largest inputs. */
function measure(text: string, format: DigestFormat): Measured {
  const content = Buffer.from(text)
  let best = Infinity
  let papers = 0
  for (let round = 0; round < (text.length < 1e7 ? 5 : 2); round++) {
    const before = process.cpuUsage()
    papers = parseDigest({ source: 'bench', content }, { today, format }).digest.entries.length
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return { length: text.length, ms: best, papers }
}
