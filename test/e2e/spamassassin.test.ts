import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { renderIssue } from '../../src/rendering/render.ts'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { goldenIssues } from '../support/golden-issues.ts'
import { composeSample } from '../support/sending/sample-message.ts'

const hasSpamAssassin = spawnSync('spamassassin', ['--version']).status === 0
if (!hasSpamAssassin) {
  process.stderr.write(
    'Skipped: SpamAssassin, because there is none. Install one (Debian: "apt-get install spamassassin").\n',
  )
}

const templates = await openTemplates()

describe.runIf(hasSpamAssassin)('SpamAssassin without network', () => {
  it.each(Object.entries(goldenIssues))('gives the %s issue at most half a point', (_, issue) => {
    const message = composeSample(issue, renderIssue(issue, templates))
    const { stdout } = spawnSync('spamassassin', ['-L', '-t'], {
      input: message,
      encoding: 'utf8',
      maxBuffer: 8_000_000,
    })
    const score = /X-Spam-Status: \w+, score=(-?[\d.]+)/.exec(stdout)?.[1]
    expect(Number(score)).toBeLessThanOrEqual(0.5)
  })
})
