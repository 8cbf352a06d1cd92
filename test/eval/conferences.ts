import type { PlainDate } from '../../src/clock.ts'
import type { Digest } from '../../src/digest/digest.ts'
import { aPaper } from '../support/papers.ts'
import { hasSharedData } from '../support/shared-data.ts'
import { readJsonLines } from './daily-papers.ts'
import { createRandom } from './measures.ts'

/** A paper that the chairs of a conference sorted into an area. */
export interface ConferencePaper {
  readonly id: string
  readonly title: string
  readonly abstract: string
  readonly group: string
}

/** Groups of the proceedings that are no subject. */
const noSubject = new Set(['Research Papers', 'Exhibits', 'Projects', 'Demos'])

/** The papers of a conference that stand in an area of their subject; none where the real material is missing. */
export function readConference(name: 'aaai2022' | 'ijcai2022'): ConferencePaper[] {
  if (!hasSharedData) return []
  return readJsonLines<ConferencePaper>('grouping', `${name}.jsonl.gz`).filter(({ group }) => !noSubject.has(group))
}

/** `count` samples of 40 papers from 6 areas, the areas by lot among those with at least 7 papers, evenly filled. */
export function listSamples(papers: readonly ConferencePaper[], count: number, seed: number): ConferencePaper[][] {
  const random = createRandom(seed)
  const areas = [...Map.groupBy(papers, ({ group }) => group)].filter(([, members]) => members.length >= 7)
  return Array.from({ length: count }, () => {
    const chosen = shuffle(areas, random).slice(0, 6)
    const decks = chosen.map(([, members]) => shuffle(members, random))
    const dealt = Array.from({ length: 7 }, (_, round) => decks.flatMap((deck) => deck[round] ?? []))
    return shuffle(dealt.flat().slice(0, 40), random)
  })
}

/** Papers as a digest of titles and abstracts. */
export function buildConferenceDigest(papers: readonly ConferencePaper[]): Digest {
  const entries = papers.map(({ id, title, abstract }, at) => ({
    paper: aPaper({ key: id, title, abstract, url: `https://example.com/${id}` }),
    position: at + 1,
    signals: {},
  }))
  return { source: 'conference', date: '2022-08-01' as PlainDate, entries }
}

/** A copy in an order by lot (Fisher–Yates). */
export function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list]
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const [a, b] = [copy[at], copy[other]] as [T, T]
    copy[at] = b
    copy[other] = a
  }
  return copy
}
