/** The wiring of signatures: the keys of the settings in, a signer out, and a proof that what it signs verifies. */
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import { readSetting } from '../settings.ts'
import { createDkimSigner, type DkimSigner } from '../../delivery/dkim/dkim.ts'
import { parseDkimKey, type DkimKey } from '../../delivery/dkim/dkim-key.ts'
import { listUnverified } from '../../delivery/dkim/verify-signatures.ts'
import { compileMessage } from '../../delivery/message-template.ts'
import { AppError, ConfigError } from '../../errors.ts'
import type { Newsletter } from '../../issue/issue.ts'
import { domainOf, getMailbox } from '../../mail/address.ts'
import type { BlockingCode, Finding } from '../../rendering/preflight/finding.ts'
import type { SlotValues } from '../../rendering/rendering.ts'

/** The signer of the settings; undefined where the mail server signs. */
export function buildSigner(app: App, newsletter: Newsletter): DkimSigner | undefined {
  const keys = readSigningKeys(app, newsletter)
  return keys.length === 0 ? undefined : createDkimSigner(keys)
}

/** A key of the settings that nobody has read yet. */
export interface KeySetting {
  readonly pem: string
  readonly domain: string
  readonly selector: string
}

/** The keys of the settings, which sign for the sender's domain unless they name another. */
export function listKeySettings({ config: { dkim }, secrets }: App, senderDomain: string): KeySetting[] {
  const keys = [
    [secrets.dkimKey, dkim.selector],
    [secrets.dkimEd25519Key, dkim.ed25519Selector],
  ] as const
  const domain = dkim.domain ?? senderDomain
  return keys.flatMap(([pem, selector]) => (pem === undefined ? [] : [{ pem, domain, selector }]))
}

function readSigningKeys(app: App, { from }: Newsletter): DkimKey[] {
  const settings = listKeySettings(app, domainOf(from.address))
  return settings.map(({ pem, ...name }) => readSetting(app, () => parseDkimKey(pem, name)))
}

/** Signs a copy of the issue and verifies it; that DNS has the key is for `courant doctor`. Nothing to say without keys. */
export async function checkSignature(app: App, prepared: PreparedIssue, values: SlotValues): Promise<Finding[]> {
  const error = (code: BlockingCode, message: string): Finding[] => [
    { severity: 'error', code, message, where: { part: 'header' } },
  ]
  try {
    const signer = buildSigner(app, prepared.newsletter)
    if (!signer) return []
    const message = composeSample(app, prepared, values)
    const keys = readSigningKeys(app, prepared.newsletter)
    const unverified = listUnverified(Buffer.concat([await signer.sign(message), message]), keys)
    return [
      ...unverified.flatMap((selector) =>
        error(
          'dkim.unverified',
          `The signature of the DKIM key "${selector}" does not verify; receivers would refuse it.`,
        ),
      ),
      ...checkAlignment(keys, prepared.newsletter),
    ]
  } catch (fault) {
    if (fault instanceof ConfigError) return error('dkim.key', fault.problems.join(' '))
    if (fault instanceof AppError) return error('dkim.key', fault.message)
    throw fault
  }
}

function composeSample({ clock }: App, { rendered, newsletter, issue }: PreparedIssue, values: SlotValues): Buffer {
  const mailto = `mailto:${newsletter.from.address}`
  const isPage = values.unsubscribeUrl.startsWith('https:')
  const template = compileMessage(rendered, { newsletter, issueHash: issue.hash, date: clock.now() })
  return template.compose({
    mailbox: getMailbox(values.address, 'reader'),
    slots: values,
    unsubscribe: isPage ? { mailto, https: values.unsubscribeUrl } : { mailto },
  }).octets
}

/** RFC 9989 (identifier alignment): a signature of a domain that is no relative of the sender's does not count for DMARC. */
function checkAlignment(keys: readonly DkimKey[], { from }: Newsletter): Finding[] {
  const sender = domainOf(from.address)
  const isRelated = (domain: string): boolean =>
    domain === sender || sender.endsWith(`.${domain}`) || domain.endsWith(`.${sender}`)
  return [...new Set(keys.map(({ domain }) => domain))]
    .filter((domain) => !isRelated(domain))
    .map((domain) => ({
      severity: 'warning',
      code: 'dkim.alignment',
      message: `Signatures are of ${domain} and the sender is of ${sender}; for DMARC such a signature does not count.`,
      where: { part: 'header' },
    }))
}
