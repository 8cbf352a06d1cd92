import type { Issue } from '../issue/issue.ts'
import type { RankedPaper } from '../ranking/ranking.ts'
import type { ShapeOf } from './views/issue-view.ts'
import type { PaperShape } from './views/paper-view.ts'
import type { Cut, SlottedText } from './rendering.ts'

/** One try at an issue's HTML, and its octets as it travels. */
export interface Fitting {
  readonly html: SlottedText
  readonly bytes: number
}

/** How an issue is fitted: the shape it starts from, the budget, and the way to render a try. */
export interface FitOptions {
  readonly base: PaperShape
  readonly budgetBytes: number
  readonly render: (shapeOf: ShapeOf) => Fitting
}

const levels = ['one_sentence', 'title', 'web'] as const

/**
 * Finds the fewest cuts with which the HTML keeps its budget. The order of cuts is fixed: the summaries become one
 * sentence, from the lowest rank up; then papers become titles, from the lowest rank up; then they leave for the web.
 * The lead story is cut last. With everything cut the result is what it is, and preflight says that it is too large.
 */
export function fitIssue(issue: Issue, { base, budgetBytes, render }: FitOptions): { rendered: Fitting; cuts: Cut[] } {
  const steps = listSteps(issue, base)
  const attempt = (count: number) => {
    const shapes = new Map(steps.slice(0, count).map(({ ranked, to }) => [ranked, to]))
    return render((ranked) => shapes.get(ranked) ?? base)
  }
  let rendered = attempt(0)
  if (rendered.bytes <= budgetBytes) return { rendered, cuts: [] }
  let [tooFew, enough] = [0, steps.length]
  rendered = attempt(enough)
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1
    const fitting = attempt(middle)
    if (fitting.bytes <= budgetBytes) [enough, rendered] = [middle, fitting]
    else tooFew = middle
  }
  return { rendered, cuts: listCuts(steps.slice(0, enough)) }
}

interface Step {
  readonly ranked: RankedPaper
  readonly to: (typeof levels)[number]
}

function listSteps(issue: Issue, base: PaperShape): Step[] {
  const upwards = issue.sections.flatMap(({ papers }) => papers).toSorted((a, b) => b.rank - a.rank)
  const open = levels.slice(base === 'full' ? 0 : levels.indexOf(base) + 1)
  const steps = open.flatMap((to) => upwards.map((ranked) => ({ ranked, to })))
  const lead = open.filter((to) => to !== 'web').map((to) => ({ ranked: issue.lead, to }))
  // A paper without a second sentence has nothing to lose in the first step.
  return [...steps, ...lead].filter(({ ranked, to }) => to !== 'one_sentence' || ranked.summary.length > 1)
}

/** The last cut of each paper, best rank first. */
function listCuts(steps: readonly Step[]): Cut[] {
  const last = new Map(steps.map((step) => [step.ranked, step.to]))
  return [...last]
    .map(([{ paper, rank }, to]) => ({ paperKey: paper.key, rank, to }))
    .toSorted((a, b) => a.rank - b.rank)
}
