/** The wiring of the preview: a prepared issue in, the files of the preview out. */
import type { App, PreparedIssue } from './app.ts'
import { prepareMessages } from './app-delivery.ts'
import type { Mailbox } from './mail/address.ts'
import { fillHtml, fillText } from './rendering/fill.ts'

/** Stands in for a key that is not set, so that a preview shows links of the real length; no page accepts it. */
const previewSecret = 'a-preview-needs-no-secret'

/** Name and content of each file of a preview, as `reader` would get it. */
export function previewFiles(app: App, prepared: PreparedIssue, reader: Mailbox): Record<string, string | Uint8Array> {
  const secrets = { ...app.secrets, secret: app.secrets.secret ?? previewSecret }
  const { template, recipients } = prepareMessages({ ...app, secrets }, prepared, [reader])
  const { issue, ranking, rendered } = prepared
  const files: Record<string, string | Uint8Array> = {
    'issue.json': `${JSON.stringify({ issue, dropped: ranking.dropped, cuts: rendered.cuts }, undefined, 2)}\n`,
  }
  for (const recipient of recipients) {
    files['issue.html'] = fillHtml(rendered.html, recipient.slots)
    files['issue.txt'] = fillText(rendered.text, recipient.slots)
    files['issue.eml'] = template.compose(recipient).octets
  }
  return files
}
