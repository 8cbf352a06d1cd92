import type { Issue, Section } from '../../issue/issue.ts'
import type { RankedPaper } from '../../ranking/ranking.ts'
import { cutLine } from '../clean-text.ts'
import { formatDateline, type Period } from './dateline.ts'
import { buildNewsletterView, type NewsletterView } from './newsletter-view.ts'
import type { PaperShape, PaperView } from './paper-view.ts'
import type { SlotName } from '../rendering.ts'
import { slotSentinels } from '../slots.ts'

/** The shape of a paper in this rendering; `web` means that it is not shown at all. */
export type ShapeOf = (ranked: RankedPaper) => PaperShape | 'web'

/** A section as templates see it. */
export interface SectionView {
  readonly title: string
  readonly count: number
  /** `6 papers` */
  readonly countText: string
  readonly papers: readonly PaperView[]
  /** Papers of the section that did not fit. */
  readonly moreCount: number
}

/** What is personal; each field is a slot. */
export type ReaderView = Readonly<Record<SlotName, string>>

/** Everything an issue's templates can name; absent texts are empty. */
export interface IssueView {
  readonly newsletter: NewsletterView
  readonly subject: string
  readonly preheader: string
  /** The day, or the seven days that end with it, in words of the newsletter's language. */
  readonly dateline: string
  /** Empty where no archive counts the issues. */
  readonly number: string
  readonly weekly: boolean
  readonly paperCount: number
  readonly consideredCount: number
  /** `20 of 52 papers`, or `20 papers` when all are shown. */
  readonly countText: string
  readonly lead: PaperView
  readonly sections: readonly SectionView[]
  /** Papers that did not fit, in all. */
  readonly moreCount: number
  readonly reader: ReaderView
}

/** How the papers of a view are made; a function, so that a renderer can keep those that it has made. */
export type ViewPaper = (ranked: RankedPaper, shape: PaperShape, isLead: boolean) => PaperView

/** What a template shows of an issue. */
export function buildIssueView(
  issue: Issue,
  options: { period: Period; shapeOf: ShapeOf; view: ViewPaper },
): IssueView {
  const sections = issue.sections.map((section) => buildSectionView(section, options))
  const leadShape = options.shapeOf(issue.lead)
  return {
    newsletter: buildNewsletterView(issue.newsletter),
    subject: cutLine(issue.subject, 200),
    preheader: cutLine(issue.preheader, 200),
    dateline: formatDateline(issue.date, options.period, issue.newsletter.language),
    number: issue.number === undefined ? '' : String(issue.number),
    weekly: options.period === 'week',
    paperCount: issue.paperCount,
    consideredCount: issue.paperCount + issue.droppedCount,
    countText: formatCount(issue),
    lead: options.view(issue.lead, leadShape === 'web' ? 'title' : leadShape, true),
    sections: sections.filter(({ count }) => count > 0),
    moreCount: sections.reduce((sum, { moreCount }) => sum + moreCount, 0),
    reader: slotSentinels,
  }
}

function buildSectionView({ topic, papers }: Section, { shapeOf, view }: { shapeOf: ShapeOf; view: ViewPaper }) {
  const shown = papers.flatMap((ranked) => {
    const shape = shapeOf(ranked)
    return shape === 'web' ? [] : [view(ranked, shape, false)]
  })
  return {
    title: cutLine(topic.title, 80),
    count: papers.length,
    countText: formatCount({ paperCount: papers.length, droppedCount: 0 }),
    papers: shown,
    moreCount: papers.length - shown.length,
  }
}

function formatCount({ paperCount, droppedCount }: Pick<Issue, 'paperCount' | 'droppedCount'>): string {
  const all = paperCount + droppedCount
  const shown = droppedCount > 0 ? `${paperCount} of ${all}` : String(paperCount)
  return `${shown} paper${all === 1 ? '' : 's'}`
}
