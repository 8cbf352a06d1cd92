/** The wiring of the preview: a prepared issue in, the files of the preview out. */
import { constants } from 'node:fs'
import { copyFile, readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { App } from '../app.ts'
import type { PreparedIssue } from './prepare.ts'
import { prepareMessages } from './sending/delivery.ts'
import { AppError } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'
import type { Mailbox } from '../mail/address.ts'
import { fillHtml, fillText } from '../rendering/fill.ts'
import type { SlotValues } from '../rendering/rendering.ts'
import { packageTemplates } from '../rendering/templates/template-source.ts'

/** Stands in for a key that is not set, so that a preview shows links of the real length; no page accepts it. */
const previewSecret = 'a-preview-needs-no-secret'

/** Name and content of each file of a preview, as `reader` would get it. */
export function previewFiles(app: App, prepared: PreparedIssue, reader: Mailbox): Record<string, string | Uint8Array> {
  const { issue, ranking, rendered } = prepared
  const { slots, message } = previewReader(app, prepared, reader)
  return {
    'issue.json': `${JSON.stringify({ issue, dropped: ranking.dropped, cuts: rendered.cuts }, undefined, 2)}\n`,
    'issue.html': fillHtml(rendered.html, slots),
    'issue.txt': fillText(rendered.text, slots),
    'issue.eml': message,
  }
}

/** What one reader would get: the values of their slots, and their message. */
export function previewReader(
  app: App,
  prepared: PreparedIssue,
  reader: Mailbox,
): { slots: SlotValues; message: Buffer } {
  const { template, recipients } = prepareMessages(addPreviewSecret(app), prepared, [reader])
  const [recipient] = recipients
  if (!recipient) throw new AppError('internal', `No message was prepared for ${reader.address}.`)
  return { slots: recipient.slots, message: template.compose(recipient).octets }
}

/** The settings with a key to make links with, where none is set. */
function addPreviewSecret(app: App): App {
  return { ...app, secrets: { ...app.secrets, secret: app.secrets.secret ?? previewSecret } }
}

/** Copies the templates into a folder that is new or empty, for a person to change. @returns the files */
export async function copyTemplates(folder: string): Promise<string[]> {
  const there = await readdir(folder).catch(() => [])
  if (there.length > 0) throw new AppError('conflict', `"${folder}" is not empty; name a new folder for the templates.`)
  const names = await readdir(packageTemplates, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('studio'))
  const paths = files.map((entry) => relative(packageTemplates, join(entry.parentPath, entry.name))).sort()
  for (const path of paths) {
    await makeFolder(dirname(join(folder, path)))
    await copyFile(join(packageTemplates, path), join(folder, path), constants.COPYFILE_EXCL)
  }
  return paths.map((path) => join(folder, path))
}
