import { describe, expect, it } from 'vitest'
import { toTerminalText } from '../../src/cli/output.ts'
import { diffIssues, formatIssueDiff } from '../../src/issue/diff.ts'
import { fillText } from '../../src/rendering/fill.ts'
import { renderIssue } from '../../src/rendering/render.ts'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { anIssue, someSlotValues } from '../support/issues.ts'
import { payloads } from '../support/golden-issues.ts'
import { buildPayloadIssue, inventedPayloads, readPayloads } from '../support/payloads.ts'
import { hasSharedData } from '../support/shared-data.ts'

const templates = await openTemplates()
const ours = [...payloads, ...inventedPayloads]
const issue = buildPayloadIssue(hasSharedData ? [...ours, ...readPayloads()] : ours)
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF]/

describe('hostile text outside of HTML', () => {
  it('is text without controls in the text part, and makes no line that could be a link of another kind', () => {
    const text = fillText(renderIssue(issue, templates).text, someSlotValues())
    expect(text).not.toMatch(controls)
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toMatch(/^ {4}(Paper|PDF|Code|Search by title): (?!https?:)/m)
  })

  it('moves no cursor of a terminal', () => {
    expect(toTerminalText(formatIssueDiff(diffIssues(anIssue(), issue)))).not.toMatch(
      /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/,
    )
  })

  it('leaves the subject one line without controls', () => {
    for (const subject of ours) {
      expect(renderIssue({ ...anIssue(), subject }, templates).subject).not.toMatch(controls)
    }
  })
})
