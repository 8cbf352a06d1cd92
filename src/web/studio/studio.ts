import type { IssueDiff } from '../../issue/diff.ts'
import type { Issue } from '../../issue/issue.ts'
import type { Ranking } from '../../ranking/ranking.ts'
import { periods, type Period } from '../../rendering/views/dateline.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'
import type { RenderedIssue } from '../../rendering/rendering.ts'
import { layouts, type Layout } from '../../rendering/templates/templates.ts'

/** Whose copy is shown, and as which layout. */
export interface StudioChoice {
  /** Address of the subscriber; empty for the invented reader. */
  readonly as: string
  readonly layout: Layout
  readonly period: Period
  /** A profile to rank by, as a person writes it: words and topics, comma between them. */
  readonly words: string
  readonly topics: string
}

/** One look at an issue: everything that the studio shows of it. */
export interface StudioState {
  readonly issue: Issue
  readonly ranking: Ranking
  readonly rendered: RenderedIssue
  readonly budgetBytes: number
  /** The parts as the chosen reader gets them. */
  readonly html: string
  readonly text: string
  /** The whole message, octet for octet. */
  readonly message: Buffer
  readonly findings: readonly Finding[]
  readonly previous?: PreviousIssue
}

/** The issue before this one, to compare with. */
export interface PreviousIssue {
  readonly name: string
  readonly html: string
  readonly diff?: IssueDiff
}

/** Where the studio gets its issue from, and what it may do with it; the wiring implements it. */
export interface StudioSource {
  load(choice: StudioChoice): Promise<StudioState>
  /** Calls back after each change of digest, template, theme or settings; returns the way to stop. */
  watch(onChange: () => void): () => void
  /** Where a test goes; absent while none is configured. */
  readonly testAddress?: string
  /** Sends a test to `testAddress` and tells the server's answer. */
  sendTest(choice: StudioChoice): Promise<string>
}

/** What is shown of a state. */
export const views = ['mail', 'text', 'headers', 'html', 'message', 'ranking', 'compare'] as const
export type View = (typeof views)[number]

/** How the mail is shown; none of it changes what is sent. */
export interface Look {
  readonly view: View
  readonly width: 'phone' | 'tablet' | 'desktop'
  readonly scheme: 'auto' | 'light' | 'dark'
  readonly images: 'on' | 'off'
  readonly style: 'on' | 'off'
}

/** Reads choice and look from the address; what is missing or unknown takes its default. */
export function parseQuery(query: Readonly<Record<string, string>>): { choice: StudioChoice; look: Look } {
  return {
    choice: {
      as: (query['as'] ?? '').slice(0, 254),
      layout: pick(query['layout'], layouts),
      period: pick(query['period'], periods),
      words: (query['words'] ?? '').slice(0, 500),
      topics: (query['topics'] ?? '').slice(0, 500),
    },
    look: {
      view: pick(query['view'], views),
      width: pick(query['width'], ['tablet', 'phone', 'desktop']),
      scheme: pick(query['scheme'], ['auto', 'light', 'dark']),
      images: pick(query['images'], ['on', 'off']),
      style: pick(query['style'], ['on', 'off']),
    },
  }
}

/** The address of a look, relative to the studio's page. */
export function formatQuery(choice: StudioChoice, look: Look): string {
  const entries = Object.entries({ ...look, ...choice }).filter(([, value]) => value !== '')
  return `?${new URLSearchParams(entries).toString()}`
}

function pick<Value extends string>(text: string | undefined, [first, ...others]: readonly Value[]): Value {
  return others.find((value) => value === text) ?? (first as Value)
}
