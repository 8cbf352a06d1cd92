import type { Paper } from '../digest/paper.ts'
import type { Candidate } from './candidate.ts'
import { compareText } from './compare-text.ts'
import { addTo } from './multimap.ts'
import { isSamePaper, nearTitle } from './same-paper.ts'
import { mergeSignals } from './signals.ts'
import { normalizeWords } from './terms/terms.ts'

/** A term in more titles than this singles nothing out; looking behind it would compare every paper with every other. */
const mostSharing = 200

/** Papers found to be one: the entry that is kept, with the signals of all, and the entries folded into it. */
export interface MergedCandidate {
  readonly kept: Candidate
  readonly folded: readonly { readonly paper: Paper; readonly because: string }[]
}

/**
 * Folds entries that are one paper. Rules, first match counts:
 * 1. the same key, arXiv id without version, or DOI without regard to case;
 * 2. the same title by its words, unless both name authors and share none, or carry different arXiv ids or DOIs;
 * 3. titles that share nine words in ten, by one of the same authors;
 * 4. titles that share two words in three, over nearly the same abstract, unless both name authors and share none.
 * The kept entry is the one that knows most: identifiers first, then version, authors, length of the abstract, key.
 */
export function mergeDuplicates(candidates: readonly Candidate[]): MergedCandidate[] {
  const groups: Candidate[][] = []
  const byName = new Map<string, Candidate[][]>()
  const byRareTerm = new Map<number | string, Candidate[][]>()
  const frequency = countTitles(candidates)
  for (const candidate of [...candidates].sort(compareKnowledge)) {
    const names = listNames(candidate.paper)
    const rare = listRareTerms(candidate, frequency)
    const named = names.flatMap((name) => byName.get(name) ?? [])
    const near = rare.flatMap((term) => listSharing(byRareTerm, term))
    const found = named[0] ?? near.find(([first]) => first !== undefined && isSamePaper(candidate, first))
    const group = found ?? []
    group.push(candidate)
    for (const name of names) addTo(byName, name, group)
    if (found) continue
    groups.push(group)
    for (const term of rare) addTo(byRareTerm, term, group)
  }
  return groups.map(buildMerged)
}

/** Names under which a paper is surely the same one. */
function listNames(paper: Paper): string[] {
  const names = [`key:${paper.key.toLowerCase()}`]
  if (paper.arxivId !== undefined) names.push(`arxiv:${paper.arxivId.toLowerCase().replace(/v\d+$/, '')}`)
  if (paper.doi !== undefined) names.push(`doi:${paper.doi.toLowerCase()}`)
  return names
}

type Frequency = ReadonlyMap<number, number>

/** In how many titles each term stands. */
function countTitles(candidates: readonly Candidate[]): Frequency {
  const counts = new Map<number, number>()
  for (const { titleTerms } of candidates) {
    for (const term of new Set(titleTerms)) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  return counts
}

/**
 * The rarest terms of a title, so many that two titles that are near must share one of them (prefix
 * filtering); a title without terms is looked up by its words.
 */
function listRareTerms({ paper, titleTerms }: Candidate, frequency: Frequency): (number | string)[] {
  const terms = [...new Set(titleTerms)].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || a - b)
  const count = terms.length - Math.ceil(nearTitle * terms.length) + 1
  return terms.length === 0 ? [normalizeWords(paper.title)] : terms.slice(0, count)
}

function listSharing(byRareTerm: ReadonlyMap<number | string, Candidate[][]>, term: number | string): Candidate[][] {
  const sharing = byRareTerm.get(term) ?? []
  return sharing.length > mostSharing ? [] : sharing
}

function compareKnowledge(a: Candidate, b: Candidate): number {
  return (
    knowledge(b) - knowledge(a) ||
    b.paper.abstract.length - a.paper.abstract.length ||
    compareText(a.paper.key, b.paper.key)
  )
}

function knowledge({ paper }: Candidate): number {
  const ids = (paper.arxivId === undefined ? 0 : 2) + (paper.doi === undefined ? 0 : 1)
  return ids * 1e6 + (paper.version ?? 0) * 1e4 + Math.min(paper.authors.length, 999)
}

function buildMerged(group: readonly Candidate[]): MergedCandidate {
  const [first, ...rest] = group as readonly [Candidate, ...Candidate[]]
  const signals = rest.reduce((merged, { signals }) => mergeSignals(merged, signals), first.signals)
  const because = `The same paper as "${first.paper.title}", which is kept.`
  return { kept: { ...first, signals }, folded: rest.map(({ paper }) => ({ paper, because })) }
}
