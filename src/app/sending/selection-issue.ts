/** The wiring of one selection: what a reader wants and had in, the issue that they get out. */
import type { App } from '../../app.ts'
import { createDigestRanker } from '../rank.ts'
import type { PreparedIssue } from '../prepare.ts'
import type { Digest, ParsedDigest } from '../../digest/digest.ts'
import { composeIssue } from '../../issue/compose.ts'
import type { Issue } from '../../issue/issue.ts'
import { listTopicWishes } from '../../ranking/personal/interests.ts'
import type { PersonalOptions } from '../../ranking/ranker.ts'
import type { RankedPaper, Ranking } from '../../ranking/ranking.ts'
import type { Period } from '../../rendering/views/dateline.ts'
import { createIssueRenderer, type IssueRenderer } from '../../rendering/render.ts'
import type { RenderedIssue } from '../../rendering/rendering.ts'
import type { Layout } from '../../rendering/templates/templates.ts'
import type { Profile } from '../../subscribers/profile.ts'
import type { Memory } from '../../subscribers/selection.ts'

/** What decides about one selection. */
export interface SelectionWish {
  readonly profile: Profile
  readonly memory: Memory
}

/** An issue of one selection, rendered. */
export interface SelectionIssue {
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly layout: Layout
  readonly period: Period
}

/** Composes selections of one digest. */
export interface SelectionComposer {
  /** The issue for these wishes, or the reason why there is nothing for them. */
  compose(wish: SelectionWish): SelectionIssue | string
}

/** Prepares to compose selections of a digest as issues of one number; each layout has one renderer. */
export async function createSelectionComposer(
  app: App,
  prepared: PreparedIssue,
  { parsed, period, number }: { readonly parsed: ParsedDigest; readonly period: Period; readonly number: number },
): Promise<SelectionComposer> {
  const renderers = new Map<Layout, IssueRenderer>()
  const ranker = await createDigestRanker(app, parsed, prepared.choices)
  const written = listSummaries(prepared.ranking)
  return {
    compose({ profile, memory }) {
      const ranking = adoptSummaries(ranker.rank(buildPersonalOptions(app, prepared, { profile, memory })), written)
      if (ranking.groups.length === 0) return explainNothing(profile, parsed.digest)
      const issue = composeIssue(ranking, prepared.newsletter, { number })
      const layout = chooseLayout(profile, prepared)
      const renderer = renderers.get(layout) ?? buildRenderer(app, prepared, { layout, period })
      renderers.set(layout, renderer)
      return { issue, rendered: renderer.render(issue), layout, period }
    },
  }
}

function buildRenderer(
  app: App,
  { newsletter, templates }: PreparedIssue,
  { layout, period }: { readonly layout: Layout; readonly period: Period },
): IssueRenderer {
  return createIssueRenderer(newsletter, templates, { layout, period, budgetBytes: app.config.rendering.budgetBytes })
}

/** Who chose no length gets the issue's own. */
function chooseLayout({ length }: Profile, { choices }: PreparedIssue): Layout {
  return length === 'full' ? (choices.layout ?? 'full') : length
}

/** The editor's interests hold for everybody; where a reader says something of the same topic, theirs counts. */
function buildPersonalOptions(
  { config }: App,
  { choices }: PreparedIssue,
  { profile, memory }: SelectionWish,
): PersonalOptions {
  const { topics, words, authors, exclude, maxPapers, minScore } = profile
  const common = { ...config.interests, ...choices.interests }
  const most = choices.limit ?? config.selection.limit
  return {
    limit: maxPapers === undefined ? most : Math.min(most, maxPapers),
    interests: {
      topics: { ...Object.fromEntries(listTopicWishes(common)), ...topics },
      words: [...(common.words ?? []), ...words],
      authors: [...(common.authors ?? []), ...authors],
      exclude: [...(common.exclude ?? []), ...exclude],
    },
    memory: { find: (key) => memory.get(key) },
    ...(minScore === undefined ? {} : { minScore }),
  }
}

/** Summaries that a language model wrote for the issue stand in the selections too. */
function listSummaries({ groups }: Ranking): Map<string, readonly string[]> {
  return new Map(groups.flatMap(({ papers }) => papers.map(({ paper, summary }) => [paper.key, summary] as const)))
}

function adoptSummaries(ranking: Ranking, written: ReadonlyMap<string, readonly string[]>): Ranking {
  const adopt = (ranked: RankedPaper): RankedPaper => {
    const summary = written.get(ranked.paper.key)
    return summary === undefined ? ranked : { ...ranked, summary }
  }
  return { ...ranking, groups: ranking.groups.map((group) => ({ ...group, papers: group.papers.map(adopt) })) }
}

function explainNothing({ minScore }: Profile, { entries }: Digest): string {
  return minScore === undefined ? `had all ${entries.length} papers` : `no new paper scores ${minScore}`
}

/** The key of a rendering: what is the same octet for octet has the same. */
export function buildVariant({ issue, layout, period }: SelectionIssue): string {
  return `${issue.hash.slice(0, 24)}-${layout}-${period}`
}
