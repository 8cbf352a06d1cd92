/** The whole pure part of the way: inputs and the settings in, a rendered issue out; preview and send share it. */
import type { App } from '../app.ts'
import type { ParsedDigest } from '../digest/digest.ts'
import { composeIssue } from '../issue/compose.ts'
import type { Issue, Newsletter } from '../issue/issue.ts'
import { buildNewsletter } from '../issue/newsletter.ts'
import type { Ranking } from '../ranking/ranking.ts'
import type { RenderedIssue } from '../rendering/rendering.ts'
import type { Layout, Templates } from '../rendering/templates/templates.ts'
import type { Period } from '../rendering/views/dateline.ts'
import { rankDigest, type RankingChoices } from './rank.ts'
import { readDigest } from './sources.ts'
import { summarizeRanking } from './summaries.ts'

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

/** An issue from inputs that are still to be read. */
export async function prepareIssue(app: App, inputs: readonly string[], choices: IssueChoices): Promise<PreparedIssue> {
  return prepareDigest(app, await readDigest(app, inputs, choices), choices)
}

/** An issue from a digest that is read already. */
export async function prepareDigest(app: App, parsed: ParsedDigest, choices: IssueChoices): Promise<PreparedIssue> {
  // Loaded here, because whatever renders nothing should not pay for it.
  const [{ renderIssue }, { openTemplates }] = await Promise.all([
    import('../rendering/render.ts'),
    import('../rendering/templates/templates.ts'),
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
