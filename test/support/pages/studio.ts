import { diffIssues } from '../../../src/issue/diff.ts'
import type { Issue } from '../../../src/issue/issue.ts'
import type { Ranking } from '../../../src/ranking/ranking.ts'
import { fillHtml, fillText } from '../../../src/rendering/fill.ts'
import { checkRendering } from '../../../src/rendering/preflight/check-rendering.ts'
import { renderIssue } from '../../../src/rendering/render.ts'
import type { Templates } from '../../../src/rendering/templates/templates.ts'
import type { StudioSource } from '../../../src/web/studio/studio.ts'
import { anIssue, someSlotValues } from '../issues.ts'
import { aWholePaper } from '../papers.ts'
import { composeSample } from '../sending/sample-message.ts'

/** What a test can see and steer of a studio's source. */
export interface StudioProbe {
  readonly source: StudioSource
  readonly watchers: Set<() => void>
  readonly sent: string[]
  fail?: Error
}

/** A source of one invented issue, whole: the real rendering, preflight and message. */
export function aStudioSource(templates: Templates, issue: Issue, changes: Partial<StudioSource> = {}): StudioProbe {
  const watchers = new Set<() => void>()
  const sent: string[] = []
  const probe: StudioProbe = {
    watchers,
    sent,
    source: {
      testAddress: 'editor@example.com',
      async load({ as, layout, period }) {
        if (probe.fail) throw probe.fail
        const rendered = renderIssue(issue, templates, { layout, period })
        const values = someSlotValues(as === '' ? {} : { address: as })
        return {
          issue,
          ranking: rankingOf(issue),
          rendered,
          budgetBytes: 95_000,
          html: fillHtml(rendered.html, values),
          text: fillText(rendered.text, values),
          message: composeSample(issue, rendered, values),
          findings: checkRendering(rendered, { issue, values, budgetBytes: 95_000 }),
          previous: { name: 'issue.html', html: '<p>before</p>', diff: diffIssues(anIssue(), issue) },
        }
      },
      watch(onChange) {
        watchers.add(onChange)
        return () => watchers.delete(onChange)
      },
      async sendTest({ as }) {
        sent.push(as)
        return '250 accepted <b>'
      },
      ...changes,
    },
  }
  return probe
}

function rankingOf({ lead, sections, date }: Issue): Ranking {
  const dropped = [{ paper: aWholePaper({ title: 'Left <out>' }), rule: 'limit', reason: 'Rank 21 of 20.' }]
  const first = { topic: { slug: 'lead', title: 'Lead' }, papers: [lead] }
  return { date, groups: [first, ...sections], dropped }
}
