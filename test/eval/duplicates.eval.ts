/**
 * Duplicates among 2,000 real papers: copies of 400 as a second source would give them must be folded into their
 * originals, and nothing else into anything. Beside it, the rule of equal titles.
 */
import type { Paper } from '../../src/digest/paper.ts'
import { listCandidates } from '../../src/ranking/candidate.ts'
import { mergeDuplicates } from '../../src/ranking/merge-duplicates.ts'
import { aDigest } from '../support/papers.ts'
import { shuffle } from './conferences.ts'
import { readDailyPapers } from './daily-papers.ts'
import { createRandom } from './measures.ts'

type Given = Partial<Paper> & { readonly title: string; readonly abstract: string }

/** How second sources differ: case and punctuation, Unicode form, no authors, one word of the title, a cut abstract. */
const changes: readonly (readonly [string, (paper: Given) => Given])[] = [
  ['case and punctuation', (paper) => ({ ...paper, title: paper.title.toUpperCase().replace(/[:,-]/g, ' ') })],
  ['Unicode form', (paper) => ({ ...paper, title: paper.title.normalize('NFD') })],
  ['no authors', (paper) => ({ ...paper, authors: [] })],
  ['one word less in the title', (paper) => ({ ...paper, title: paper.title.split(' ').slice(0, -1).join(' ') })],
  ['cut abstract', (paper) => ({ ...paper, abstract: paper.abstract.slice(0, 300) })],
]

export async function run(): Promise<void> {
  const rows = shuffle(readDailyPapers(), createRandom(8)).slice(0, 2000)
  const originals = rows.map(({ id, title, summary, authors }) => ({
    key: id,
    title,
    abstract: summary.replaceAll('\n', ' '),
    authors: authors.map((name) => ({ name })),
  }))
  for (const [name, change] of changes)
    report(
      name,
      originals,
      originals.slice(0, 400).map((paper) => ({ ...change(paper), key: `copy:${paper.key}` })),
    )
  await Promise.resolve()
}

function report(name: string, originals: readonly Given[], copies: readonly Given[]): void {
  const merged = mergeDuplicates(listCandidates(aDigest([...originals, ...copies])))
  const pairs = merged.flatMap(({ kept, folded }) =>
    folded.map(({ paper }) => [bareKey(kept.paper.key), bareKey(paper.key)]),
  )
  const right = pairs.filter(([a, b]) => a === b).length
  const titles = new Set(originals.map(({ title }) => title))
  const equal = copies.filter(({ title }) => titles.has(title)).length
  const share = (count: number, of: number): string => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`
  process.stdout.write(
    `${name.padEnd(28)} found ${share(right, copies.length)}, wrongly folded ${pairs.length - right} of ${originals.length}; equal titles find ${share(equal, copies.length)}\n`,
  )
}

function bareKey(key: string): string {
  return key.replace(/^copy:/, '')
}
