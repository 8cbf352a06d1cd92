/** The wiring of the doctor's look at keys: settings in, what is known of each key that signs out. */
import { createPublicKey } from 'node:crypto'
import type { App } from '../../app.ts'
import { parseDkimKey } from '../../delivery/dkim/dkim-key.ts'
import type { SigningKey } from '../../doctor/check-dkim.ts'
import { listKeySettings, type KeySetting } from '../sending/signer.ts'
import { readProblems } from './settings-problems.ts'

/** The keys that sign here, with their public halves, and those of the mail server by their names only. */
export function listSigningKeys(app: App, fromDomain: string, selectors: readonly string[]): SigningKey[] {
  const domain = app.config.dkim.domain ?? fromDomain
  return [
    ...listKeySettings(app, fromDomain).map(readSigningKey),
    ...selectors.map((selector) => ({ selector, domain })),
  ]
}

function readSigningKey({ pem, ...name }: KeySetting): SigningKey {
  const [unusable] = readProblems(() => parseDkimKey(pem, name))
  if (unusable !== undefined) return { ...name, problem: unusable.problem }
  const { privateKey } = parseDkimKey(pem, name)
  return { ...name, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }) }
}
