/** The wiring: settings in, the pipeline out. The only file that knows all folders. */
import { systemClock, dayOf, type Clock, type PlainDate } from './clock.ts'
import { findRankerPlugin } from './app/plugins.ts'
import { readDigest, type DigestChoices } from './app/sources.ts'
import { loadSettings, type Settings } from './config.ts'
import type { ParsedDigest } from './digest/digest.ts'
import { composeIssue } from './issue/compose.ts'
import type { Issue, Newsletter } from './issue/issue.ts'
import { buildNewsletter } from './issue/newsletter.ts'
import { explainPaper, type Explanation } from './ranking/explain.ts'
import type { Interests } from './ranking/personal/interests.ts'
import type { ReaderMemory } from './ranking/personal/memory.ts'
import { createRanker, type Ranker } from './ranking/ranker.ts'
import type { Ranking } from './ranking/ranking.ts'
import type { Period } from './rendering/views/dateline.ts'
import { buildTaxonomy, builtInTaxonomy, type Taxonomy } from './ranking/topics/taxonomy.ts'
import type { RenderedIssue } from './rendering/rendering.ts'
import type { Layout, Templates } from './rendering/templates/templates.ts'
import { summarizeRanking } from './app/summaries.ts'

/** What every command works with. */
export interface App extends Settings {
  readonly clock: Clock
  readonly today: PlainDate
}

/** Choices of the ranking. */
export interface RankingChoices extends DigestChoices {
  readonly limit?: number
  readonly all?: boolean
  readonly interests?: Interests
  /** Papers that the readers had already. */
  readonly memory?: ReaderMemory
}

/** Choices of an issue. */
export interface IssueChoices extends RankingChoices {
  readonly number?: number
  readonly layout?: Layout
  readonly period?: Period
}

/** An issue with all that led to it. */
export interface PreparedIssue {
  readonly parsed: ParsedDigest
  readonly ranking: Ranking
  readonly newsletter: Newsletter
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly templates: Templates
  readonly choices: IssueChoices
  /** What the person who runs this should know, such as what summaries cost. */
  readonly notices: readonly string[]
}

/** Reads the settings. */
export function openApp(configFile: string | undefined, environment: NodeJS.ProcessEnv, clock = systemClock): App {
  return buildApp(loadSettings(configFile, environment), clock)
}

/** What commands work with, from settings that are read already. */
export function buildApp(settings: Settings, clock: Clock): App {
  return { ...settings, clock, today: dayOf(clock.now()) }
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

/** The whole pure part of the way, from inputs to a rendered issue; preview and send share it. */
export async function prepareIssue(app: App, inputs: readonly string[], choices: IssueChoices): Promise<PreparedIssue> {
  return prepareDigest(app, await readDigest(app, inputs, choices), choices)
}

/** The same from a digest that is read already. */
export async function prepareDigest(app: App, parsed: ParsedDigest, choices: IssueChoices): Promise<PreparedIssue> {
  // Loaded here, because whatever renders nothing should not pay for it.
  const [{ renderIssue }, { openTemplates }] = await Promise.all([
    import('./rendering/render.ts'),
    import('./rendering/templates/templates.ts'),
  ])
  const newsletter = buildNewsletter(app.config, app.source)
  const { ranking, notices } = await summarizeRanking(app, await rankDigest(app, parsed, choices))
  const issue = composeIssue(ranking, newsletter, choices.number === undefined ? {} : { number: choices.number })
  const templates = await openTemplates(app.config.rendering.templates)
  const rendered = renderIssue(issue, templates, {
    budgetBytes: app.config.rendering.budgetBytes,
    layout: choices.layout ?? 'full',
    period: choices.period ?? 'day',
  })
  return { parsed, ranking, newsletter, issue, rendered, templates, choices, notices }
}
