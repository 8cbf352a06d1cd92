import type { PlainDate } from '../clock.ts'
import type { Issue, Newsletter, Section } from '../issue/issue.ts'
import type { RankedPaper } from '../ranking/ranking.ts'
import { cleanLine, cutLine } from './clean-text.ts'
import type { PaperShape, PaperView } from './paper-view.ts'
import type { SlotName } from './rendering.ts'
import { slotSentinels } from './slots.ts'

/** Whether the issue covers a day or a week. */
export const periods = ['day', 'week'] as const
export type Period = (typeof periods)[number]

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

/** The publication as templates see it; absent texts are empty. */
export interface NewsletterView {
  readonly name: string
  readonly tagline: string
  readonly language: string
  /** `ltr` or `rtl`, as the language is written. */
  readonly direction: 'ltr' | 'rtl'
  readonly senderName: string
  readonly senderAddress: string
  readonly postalAddress: string
  readonly hasPages: boolean
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

/** The publication's own words for a template. */
export function buildNewsletterView(newsletter: Newsletter): NewsletterView {
  return {
    name: cutLine(newsletter.name, 80),
    tagline: cutLine(newsletter.tagline ?? '', 160),
    language: cleanLine(newsletter.language),
    direction: findDirection(newsletter.language),
    senderName: cutLine(newsletter.from.displayName ?? newsletter.name, 80),
    senderAddress: newsletter.from.address,
    postalAddress: cutLine(newsletter.postalAddress ?? '', 300),
    hasPages: newsletter.publicUrl !== undefined,
  }
}

/** `Wednesday 29 July 2026`, or `23 – 29 July 2026` for a week, as the language writes it. */
export function formatDateline(date: PlainDate, period: Period, language: string): string {
  const day = Date.parse(`${date}T00:00:00Z`)
  if (period === 'week') {
    const format = openDateFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
    return format.formatRange(day - 6 * 86_400_000, day)
  }
  return openDateFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(day)
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function openDateFormat(language: string, fields: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${fields.weekday ?? ''}`
  const known = dateFormats.get(key)
  if (known) return known
  // A page in plain English writes the day before the month; US English asks for it with `en-US`.
  const tag = language === 'en' ? 'en-GB' : language
  const format = new Intl.DateTimeFormat(isLanguageTag(tag) ? tag : 'en-GB', { ...fields, timeZone: 'UTC' })
  dateFormats.set(key, format)
  return format
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|iw|ks|ps|sd|ug|ur|yi)(-|$)/i

function findDirection(language: string): 'ltr' | 'rtl' {
  return rightToLeft.test(language) && !/-latn\b/i.test(language) ? 'rtl' : 'ltr'
}
