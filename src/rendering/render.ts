// Issue × Templates → RenderedIssue. Pure and synchronous: no MJML runs here, and the same issue, templates and options
// give the same bytes. Papers are shortened from the lowest rank upwards until the HTML fits its budget, and each cut is
// told.
import type { Issue, Newsletter } from '../issue/issue.ts'
import type { RankedPaper } from '../ranking/ranking.ts'
import { countSlottedBytes } from './encoded-size.ts'
import { fitIssue } from './fit.ts'
import type { Period } from './views/dateline.ts'
import { buildIssueView, type ShapeOf, type ViewPaper } from './views/issue-view.ts'
import { buildPaperView, type PaperShape, type PaperView } from './views/paper-view.ts'
import type { RenderedIssue, SlottedText } from './rendering.ts'
import { cutSlots } from './slots.ts'
import type { Layout, Templates } from './templates/templates.ts'
import { tidyText } from './wrap-text.ts'

/** What may differ between renderings of one issue. */
export interface RenderOptions {
  readonly layout?: Layout
  readonly period?: Period
  /** Octets that the quoted-printable HTML may have; Gmail clips what is longer than 102,400. */
  readonly budgetBytes?: number
}

/** Renders issues of one newsletter; keeps the paper blocks it made, so a further selection is a join. */
export interface IssueRenderer {
  render(issue: Issue): RenderedIssue
}

const defaultBudgetBytes = 95_000
const shapes: Readonly<Record<Layout, PaperShape>> = { full: 'full', short: 'one_sentence', titles: 'title' }

/** Renders one issue. */
export function renderIssue(issue: Issue, templates: Templates, options: RenderOptions = {}): RenderedIssue {
  return createIssueRenderer(issue.newsletter, templates, options).render(issue)
}

/** Opens a renderer for many selections of the same papers, one per layout. */
export function createIssueRenderer(
  newsletter: Newsletter,
  templates: Templates,
  { layout = 'full', period = 'day', budgetBytes = defaultBudgetBytes }: RenderOptions = {},
): IssueRenderer {
  const view = createPaperViews(newsletter)
  const htmlBlocks = new WeakMap<PaperView, string>()
  const textBlocks = new WeakMap<PaperView, string>()
  const base = shapes[layout]

  function renderHtml(issue: Issue, shapeOf: ShapeOf): SlottedText {
    return cutSlots(templates.issueHtml[layout](buildIssueView(issue, { period, shapeOf, view }), htmlBlocks))
  }

  return {
    render(issue) {
      const { rendered, cuts } = fitIssue(issue, {
        base,
        budgetBytes,
        render: (shapeOf) => {
          const html = renderHtml(issue, shapeOf)
          return { html, bytes: countSlottedBytes(html) }
        },
      })
      const whole = buildIssueView(issue, { period, shapeOf: () => base, view })
      return {
        subject: whole.subject,
        preheader: whole.preheader,
        html: rendered.html,
        text: cutSlots(tidyText(templates.issueText(whole, textBlocks))),
        htmlBytes: rendered.bytes,
        cuts,
      }
    },
  }
}

function createPaperViews(newsletter: Newsletter): ViewPaper {
  const views = new WeakMap<RankedPaper, Map<string, PaperView>>()
  return (ranked, shape, isLead) => {
    const known = views.get(ranked) ?? new Map<string, PaperView>()
    views.set(ranked, known)
    const key = isLead ? `lead ${shape}` : shape
    const found = known.get(key)
    if (found) return found
    const view = buildPaperView(ranked, shape, newsletter)
    known.set(key, view)
    return view
  }
}
