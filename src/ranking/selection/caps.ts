import type { ScoredCandidate } from '../scored-candidate.ts'
import type { SelectionRules } from './rules.ts'

/** At most so many papers that have a name in common. */
export interface Cap {
  readonly rule: string
  readonly most: number
  /** An editor set it; else it gives way where places would stay empty. */
  readonly isStrict: boolean
  readonly nameOf: (paper: ScoredCandidate) => string | undefined
  /** What the papers have in common, in words. */
  readonly what: string
}

/** The caps of an issue of `limit` papers. */
export function listCaps({ perTopic, perAuthor }: SelectionRules, limit: number): Cap[] {
  return [
    {
      rule: 'topic_cap',
      most: perTopic ?? Math.max(4, Math.ceil(limit * 0.4)),
      isStrict: perTopic !== undefined,
      nameOf: ({ topics: { taxonomy, main } }) => taxonomy.topics[main]?.slug,
      what: 'on the same topic',
    },
    {
      rule: 'author_cap',
      most: perAuthor ?? 2,
      isStrict: perAuthor !== undefined,
      nameOf: ({ firstAuthor }) => firstAuthor,
      what: 'of the same first author',
    },
  ]
}

/** How many papers of each name are in. */
export interface CapCounter {
  /** The cap that a further paper would break; undefined when there is none. */
  findFull(paper: ScoredCandidate): Cap | undefined
  add(paper: ScoredCandidate): void
}

/** Counts for all caps, from nothing. */
export function createCapCounter(caps: readonly Cap[]): CapCounter {
  const counters = caps.map((cap) => ({ cap, counts: new Map<string | undefined, number>() }))
  return {
    findFull: (paper) => counters.find(({ cap, counts }) => (counts.get(cap.nameOf(paper)) ?? 0) >= cap.most)?.cap,
    add(paper) {
      for (const { cap, counts } of counters) {
        const name = cap.nameOf(paper)
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    },
  }
}
