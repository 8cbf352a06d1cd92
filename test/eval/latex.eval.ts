import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { cleanText } from '../../src/digest/clean-text.ts'
import { cleanTex } from '../../src/digest/tex/clean-tex.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'

interface Pair {
  readonly id: string
  readonly field: string
  readonly arxiv: string
  readonly hf: string
}

/** How far cleaning makes a Hugging Face text the text that arXiv has; prints shares, and each pair that became worse. */
export async function run(): Promise<void> {
  if (!hasSharedData) return
  const pairs = gunzipSync(readFileSync(sharedPath('nasty', 'latex', 'hf_vs_arxiv_dev.jsonl.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Pair)
  const measured = pairs.map(measure)
  const count = (test: (one: Measured) => boolean) => measured.filter((one) => test(one)).length
  const share = (found: number) => `${found} of ${pairs.length} (${((100 * found) / pairs.length).toFixed(1)} %)`
  const worse = measured.filter(({ before, after }) => after > before)
  console.log(`equal before cleaning            ${share(count(({ rawEqual }) => rawEqual))}`)
  console.log(`equal, only arXiv's text cleaned ${share(count(({ before }) => before === 0))}`)
  console.log(`equal, both texts cleaned        ${share(count(({ after }) => after === 0))}`)
  console.log(
    `words that differ, before/after  ${sum(measured.map((one) => one.before))} / ${sum(measured.map((one) => one.after))}`,
  )
  console.log(`pairs that became worse          ${worse.length}`)
  for (const { pair } of worse) console.log(`  ${pair.id} ${pair.field}`)
  if (process.env['SHOW_REST'] !== undefined) for (const { pair } of measured) showRest(pair)
  await Promise.resolve()
}

interface Measured {
  readonly pair: Pair
  readonly rawEqual: boolean
  /** Words of the two texts that the other does not have, with only arXiv's cleaned. */
  readonly before: number
  readonly after: number
}

function measure(pair: Pair): Measured {
  const wanted = cleanTex(cleanText(pair.arxiv))
  const raw = cleanText(pair.hf)
  const cleaned = cleanTex(raw)
  return {
    pair,
    rawEqual: cleanText(pair.arxiv) === raw,
    before: countDifferent(wanted, raw),
    after: countDifferent(wanted, cleaned),
  }
}

function countDifferent(one: string, other: string): number {
  return listDifferent(one, other).length + listDifferent(other, one).length
}

/** Words of the first text beyond those of the second, as often as they stand in it. */
function listDifferent(one: string, other: string): string[] {
  const left = new Map<string, number>()
  for (const word of other.split(' ')) left.set(word, (left.get(word) ?? 0) + 1)
  return one.split(' ').filter((word) => {
    const times = left.get(word) ?? 0
    left.set(word, times - 1)
    return times <= 0
  })
}

function showRest(pair: Pair): void {
  const wanted = cleanTex(cleanText(pair.arxiv))
  const cleaned = cleanTex(cleanText(pair.hf))
  if (wanted === cleaned) return
  console.log(
    `${pair.id}\n  arXiv: ${listDifferent(wanted, cleaned).join(' ').slice(0, 200)}\n  HF:    ${listDifferent(cleaned, wanted).join(' ').slice(0, 200)}`,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
