import { appendFileSync, cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { openTestPages } from './support.ts'
import { root } from '../support/paths.ts'

const climbs = [
  '../../../../etc/passwd',
  '..%2f..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  String.raw`..\..\..\etc\passwd`,
  '..%5c..%5cetc%5cpasswd',
  '/etc/passwd',
  '%00',
  'CON',
  'x'.repeat(300),
]

describe('B17 names that climb out', () => {
  it.each(climbs)('find no page: %s', async (name) => {
    const { get } = await openTestPages()
    for (const folder of ['/issues/', '/archive/x/', '/webhooks/', '/browser/', '/style/']) {
      const answer = await get(`${folder}${name}`)
      expect([folder, [400, 403, 404].includes(answer.status)]).toEqual([folder, true])
      expect(await answer.text()).not.toContain('root:')
    }
  })

  it.each(['../../../../../../etc/passwd', '/etc/passwd', '..'])('put no file into a template: %s', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'courant-names-'))
    cpSync(join(root, 'templates'), folder, { recursive: true })
    appendFileSync(join(folder, 'issue.txt.hbs'), `\n{{> ${name}}}\n`)
    const opened = await openTemplates(folder).then(
      ({ issueText }) => String(issueText),
      (error: Error) => error.message,
    )
    expect(opened).not.toContain('root:')
  })
})
