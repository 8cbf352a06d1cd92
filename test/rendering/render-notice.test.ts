import { beforeAll, describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/rendering/render-notice.ts'
import { openTemplates, type Templates } from '../../src/rendering/templates/templates.ts'
import { aNewsletter } from '../support/issues.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
  // Loading MJML takes seconds on a machine that is busy.
}, 60_000)

const base = { newsletter: aNewsletter(), address: 'reader@example.org' }
const confirmUrl = 'https://papers.example.com/confirm/abc.def'
const preferencesUrl = 'https://papers.example.com/preferences/abc.def'
const unsubscribeUrl = 'https://papers.example.com/unsubscribe/abc.def'

describe('renderNotice', () => {
  it('asks to confirm with one link, in HTML and text', () => {
    const { subject, html, text } = renderNotice('confirm', { ...base, confirmUrl, validDays: 7 }, templates)
    expect(subject).toBe('Please confirm: The Daily Preprint')
    expect(html).toContain(`href="${confirmUrl}"`)
    expect(text).toContain(confirmUrl)
    expect(text).toContain('7 days')
  })

  it('welcomes, with what is there', () => {
    const { html, text } = renderNotice('welcome', { ...base, unsubscribeUrl, schedule: 'every Friday' }, templates)
    expect(text).toContain('every Friday')
    expect(html).not.toContain('Choose what you get')
    expect(html).not.toContain('href=""')
  })

  it('lists what has changed', () => {
    const changes = ['Weekly instead of daily', 'At most ten <papers>']
    const data = { ...base, changes, preferencesUrl, unsubscribeUrl }
    const { html, text } = renderNotice('preferences_changed', data, templates)
    expect(text).toContain('- Weekly instead of daily')
    expect(html).toContain('At most ten &lt;papers&gt;')
  })

  it('says goodbye and offers the way back only where there is one', () => {
    const undoUrl = 'https://papers.example.com/undo/abc.def'
    expect(renderNotice('goodbye', { ...base, undoUrl, validDays: 7 }, templates).text).toContain('within 7 days')
    expect(renderNotice('goodbye', base, templates).html).not.toContain('slip')
  })

  it('keeps a hostile name and address text, and its subject one line', () => {
    const newsletter = aNewsletter({ name: 'A\r\nBcc: x@example.com <script>' })
    const data = { newsletter, address: '<b>@example.org', confirmUrl: 'javascript:alert(1)' }
    const { subject, html, text } = renderNotice('confirm', data, templates)
    expect(subject).toBe('Please confirm: A Bcc: x@example.com <script>')
    expect(html).not.toMatch(/<script>|<b>|javascript:/)
    expect(text).not.toContain('javascript:')
  })
})
