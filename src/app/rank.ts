/** The wiring of the ranking: a digest and the settings in, ranked papers out. */
import type { App } from '../app.ts'
import type { ParsedDigest } from '../digest/digest.ts'
import { explainPaper, type Explanation } from '../ranking/explain.ts'
import type { Interests } from '../ranking/personal/interests.ts'
import type { ReaderMemory } from '../ranking/personal/memory.ts'
import { createRanker, type Ranker } from '../ranking/ranker.ts'
import type { Ranking } from '../ranking/ranking.ts'
import { buildTaxonomy, builtInTaxonomy, type Taxonomy } from '../ranking/topics/taxonomy.ts'
import { findRankerPlugin } from './plugins.ts'
import { readDigest, type DigestChoices } from './sources.ts'

/** Choices of the ranking. */
export interface RankingChoices extends DigestChoices {
  readonly limit?: number
  readonly all?: boolean
  readonly interests?: Interests
  /** Papers that the readers had already. */
  readonly memory?: ReaderMemory
}

/** Ranks a digest by the settings and the choices of the command line, which win. */
export async function rankDigest(app: App, parsed: ParsedDigest, choices: RankingChoices): Promise<Ranking> {
  const ranker = await createDigestRanker(app, parsed, choices)
  return ranker.rank({
    limit: choices.limit ?? app.config.selection.limit,
    interests: { ...app.config.interests, ...choices.interests },
    ...(choices.memory === undefined ? {} : { memory: choices.memory }),
  })
}

/** Prepares a digest by the settings, to be ranked for any number of readers. */
export async function createDigestRanker(app: App, { digest }: ParsedDigest, { all }: RankingChoices): Promise<Ranker> {
  const { selection, summary } = app.config
  const { limit: _limit, perTopic, perAuthor, ...rules } = selection
  const caps = { ...(perTopic === undefined ? {} : { perTopic }), ...(perAuthor === undefined ? {} : { perAuthor }) }
  const builtIn = createRanker(digest, {
    ...(all === undefined ? {} : { all }),
    selection: { ...rules, ...caps },
    taxonomy: getTaxonomy(app),
    summaryCharacters: summary.characters,
  })
  const plugin = await findRankerPlugin(app)
  return plugin ? { rank: (personal = {}) => plugin.rank(digest, personal, builtIn) } : builtIn
}

/** The taxonomy that papers are sorted by and that readers choose from. */
export function getTaxonomy({ config: { taxonomy } }: App): Taxonomy {
  if (taxonomy.topics.length === 0 && taxonomy.mode === 'extend') return builtInTaxonomy
  return buildTaxonomy(taxonomy.topics, taxonomy.mode)
}

/** Ranks an input and tells why one of its papers stands where it stands. */
export async function explainInput(
  app: App,
  input: string,
  choices: RankingChoices & { readonly paper: string },
): Promise<Explanation> {
  const ranking = await rankDigest(app, await readDigest(app, [input], choices), choices)
  return explainPaper(ranking, choices.paper)
}
