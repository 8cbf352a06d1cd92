import type { IssueView, SectionView } from '../views/issue-view.ts'
import type { NewsletterView } from '../views/newsletter-view.ts'
import type { NoticeView } from '../views/notice-view.ts'
import type { FactView } from '../views/paper-facts.ts'
import type { LinkView, PaperView } from '../views/paper-view.ts'
import type { SlotName } from '../rendering.ts'

type View = IssueView & NewsletterView & SectionView & PaperView & LinkView & FactView & NoticeView
type FieldName = keyof View | SlotName

// A record and not a list, so that a field added to a view is a type error until it stands here.
const fields: Readonly<Record<FieldName, true>> = {
  address: true,
  archiveUrl: true,
  authors: true,
  browserUrl: true,
  changes: true,
  confirmUrl: true,
  consideredCount: true,
  count: true,
  countText: true,
  dateline: true,
  direction: true,
  facts: true,
  hasFactLine: true,
  hasPages: true,
  label: true,
  language: true,
  lead: true,
  lessUrl: true,
  links: true,
  moreCount: true,
  moreUrl: true,
  name: true,
  newsletter: true,
  number: true,
  paperCount: true,
  papers: true,
  postalAddress: true,
  preferencesUrl: true,
  preheader: true,
  rank: true,
  reader: true,
  schedule: true,
  sections: true,
  senderAddress: true,
  senderName: true,
  spoken: true,
  subject: true,
  summary: true,
  tagline: true,
  text: true,
  title: true,
  titleOnly: true,
  token: true,
  undoUrl: true,
  unsubscribeUrl: true,
  url: true,
  validDays: true,
  weekly: true,
  why: true,
}

/** Whether a name in a template is a field of any view. */
export function isField(name: string): boolean {
  return Object.hasOwn(fields, name)
}

/** The field that a slip of the pen most likely meant, as the end of a sentence; empty where none is near. */
export function suggestField(unknown: string): string {
  const near = Object.keys(fields).find((name) => countEdits(name.toLowerCase(), unknown.toLowerCase()) <= 2)
  return near === undefined ? '' : `; did you mean ${near}`
}

/** Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
