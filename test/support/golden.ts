import { fillHtml, fillText } from '../../src/rendering/fill.ts'
import { renderNotice } from '../../src/rendering/render-notice.ts'
import { renderIssue } from '../../src/rendering/render.ts'
import type { Templates } from '../../src/rendering/templates/templates.ts'
import { aNewsletter, someSlotValues } from './issues.ts'
import { goldenIssues } from './golden-issues.ts'
import { fixturePath } from './paths.ts'

/** Where the approved renderings lie. */
export const goldenDirectory = fixturePath('golden')

/** Every golden file by its name: the issues as one reader gets them, the other layouts of one issue, the notices. */
export function renderGolden(templates: Templates): Map<string, string> {
  const files = new Map<string, string>()
  for (const [name, issue] of Object.entries(goldenIssues)) addIssue(files, name, renderIssue(issue, templates))
  const { rich } = goldenIssues
  if (!rich) throw new Error('There is no rich issue among the golden ones.')
  addIssue(files, 'rich-short', renderIssue(rich, templates, { layout: 'short' }))
  addIssue(files, 'rich-titles-weekly', renderIssue(rich, templates, { layout: 'titles', period: 'week' }))
  for (const [name, notice] of Object.entries(renderNotices(templates))) {
    files.set(`notice-${name}.html`, notice.html)
    files.set(`notice-${name}.txt`, `Subject: ${notice.subject}\n\n${notice.text}`)
  }
  return files
}

function addIssue(files: Map<string, string>, name: string, rendered: ReturnType<typeof renderIssue>): void {
  files.set(`${name}.html`, fillHtml(rendered.html, someSlotValues()))
  files.set(`${name}.txt`, `Subject: ${rendered.subject}\n\n${fillText(rendered.text, someSlotValues())}`)
}

function renderNotices(templates: Templates) {
  const base = { newsletter: aNewsletter(), address: 'reader@example.org' }
  const url = (path: string) =>
    `https://papers.example.com/${path}/AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw`
  const links = { unsubscribeUrl: url('unsubscribe'), preferencesUrl: url('preferences') }
  const changes = ['Weekly instead of daily', 'At most ten papers', 'Topics: Language models, Robotics']
  return {
    confirm: renderNotice('confirm', { ...base, confirmUrl: url('confirm'), validDays: 7 }, templates),
    welcome: renderNotice('welcome', { ...base, ...links, schedule: 'every weekday at 7:00' }, templates),
    'preferences-changed': renderNotice('preferences_changed', { ...base, ...links, changes }, templates),
    goodbye: renderNotice('goodbye', { ...base, undoUrl: url('undo'), validDays: 7 }, templates),
  }
}
