import type { RankedPaper } from '../ranking/ranking.ts'
import type { Issue } from './issue.ts'

/** A paper in a comparison. */
export interface DiffPaper {
  readonly key: string
  readonly title: string
}

/** What differs between two issues, seen from the first. */
export interface IssueDiff {
  /** Texts of the issue itself that changed: subject, preheader, date, number, name. */
  readonly fields: readonly { readonly name: string; readonly before: string; readonly after: string }[]
  readonly added: readonly (DiffPaper & { readonly rank: number })[]
  readonly removed: readonly (DiffPaper & { readonly rank: number })[]
  /** Papers in both at another place or under another topic. */
  readonly moved: readonly (DiffPaper & { readonly before: string; readonly after: string })[]
  /** Papers in both whose own words changed: title or summary. */
  readonly rewritten: readonly (DiffPaper & { readonly what: readonly string[] })[]
  readonly unchangedCount: number
}

interface Placed {
  readonly ranked: RankedPaper
  readonly topic: string
}

/** Compares two issues paper by paper; a paper is the same when its key is. */
export function diffIssues(before: Issue, after: Issue): IssueDiff {
  const [old, recent] = [placePapers(before), placePapers(after)]
  const both = [...recent].flatMap(([key, is]) => {
    const was = old.get(key)
    return was === undefined ? [] : [{ key, title: is.ranked.paper.title, was, is }]
  })
  const moved = both.flatMap(({ key, title, was, is }) => {
    const [before, after] = [formatPlace(was), formatPlace(is)]
    return before === after ? [] : [{ key, title, before, after }]
  })
  const rewritten = both.flatMap(({ key, title, was, is }) => {
    const what = listRewritten(was.ranked, is.ranked)
    return what.length === 0 ? [] : [{ key, title, what }]
  })
  const changed = new Set([...moved, ...rewritten].map(({ key }) => key))
  return {
    fields: diffFields(before, after),
    added: listMissing(recent, old),
    removed: listMissing(old, recent),
    moved,
    rewritten,
    unchangedCount: both.filter(({ key }) => !changed.has(key)).length,
  }
}

/** A comparison as lines for a terminal: `+` added, `-` removed, `~` moved or rewritten. */
export function formatIssueDiff(diff: IssueDiff): string {
  const lines = [
    ...diff.fields.map(({ name, before, after }) => `  ${name}: ${before || '(none)'} → ${after || '(none)'}`),
    ...diff.added.map(({ rank, title }) => `+ ${rank}. ${title}`),
    ...diff.removed.map(({ rank, title }) => `- ${rank}. ${title}`),
    ...diff.moved.map(({ title, before, after }) => `~ ${title}: ${before} → ${after}`),
    ...diff.rewritten.map(({ title, what }) => `~ ${title}: new ${what.join(' and ')}`),
    `${formatUnchanged(diff)}.`,
  ]
  return lines.join('\n')
}

/** `3 papers unchanged` */
export function formatUnchanged({ unchangedCount }: IssueDiff): string {
  return `${unchangedCount} ${unchangedCount === 1 ? 'paper' : 'papers'} unchanged`
}

function placePapers({ lead, sections }: Issue): Map<string, Placed> {
  const placed = sections.flatMap(({ topic, papers }) => papers.map((ranked) => ({ ranked, topic: topic.title })))
  return new Map([{ ranked: lead, topic: 'Lead story' }, ...placed].map((entry) => [entry.ranked.paper.key, entry]))
}

function listMissing(from: ReadonlyMap<string, Placed>, other: ReadonlyMap<string, Placed>): IssueDiff['added'] {
  return [...from.values()]
    .filter(({ ranked }) => !other.has(ranked.paper.key))
    .map(({ ranked: { paper, rank } }) => ({ key: paper.key, title: paper.title, rank }))
    .toSorted((a, b) => a.rank - b.rank)
}

function formatPlace({ ranked, topic }: Placed): string {
  return `${ranked.rank} (${topic})`
}

function listRewritten(was: RankedPaper, is: RankedPaper): string[] {
  return [
    ...(was.paper.title === is.paper.title ? [] : ['title']),
    ...(was.summary.join(' ') === is.summary.join(' ') ? [] : ['summary']),
  ]
}

function diffFields(before: Issue, after: Issue): IssueDiff['fields'] {
  const list = ({ newsletter, number, date, subject, preheader, paperCount }: Issue): [string, string][] => [
    ['newsletter', newsletter.name],
    ['number', String(number ?? '')],
    ['date', date],
    ['subject', subject],
    ['preheader', preheader],
    ['papers', String(paperCount)],
  ]
  const old = new Map(list(before))
  return list(after)
    .map(([name, text]) => ({ name, before: old.get(name) ?? '', after: text }))
    .filter((field) => field.before !== field.after)
}
