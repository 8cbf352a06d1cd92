import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type AsymmetricKeyDetails,
  type KeyObject,
} from 'node:crypto'
import { AppError } from '../../errors.ts'
import { parseDomain } from '../../mail/address.ts'

/** A private key and the name of its public half in DNS: `SELECTOR._domainkey.DOMAIN` (RFC 6376 §3.1). */
export interface DkimKey {
  readonly domain: string
  readonly selector: string
  readonly algorithm: DkimAlgorithm
  readonly privateKey: KeyObject
}

/** RSA is what every receiver verifies; Ed25519 (RFC 8463) is a second signature, never the only one. */
export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256'

/** RFC 8301 §3.2: signers should use at least 2048 bits; large receivers refuse less than 1024. */
const fewestBits = 2048

/**
 * Reads a private key in PEM (PKCS #8 or PKCS #1).
 *
 * @throws AppError `invalid` for what is no RSA key of 2048 bits or more and no Ed25519 key; it never repeats the key
 */
export function parseDkimKey(pem: string, place: { readonly domain: string; readonly selector: string }): DkimKey {
  const domain = parseDomain(place.domain)
  if (domain === undefined) throw new AppError('invalid', `The DKIM domain "${place.domain}" is no domain name.`)
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(place.selector)) {
    throw new AppError('invalid', `The DKIM selector "${place.selector}" is no DNS name; write letters and digits.`)
  }
  const privateKey = readPrivateKey(pem, place.selector)
  return { domain, selector: place.selector, privateKey, algorithm: algorithmOf(privateKey, place.selector) }
}

/** A new key pair, the private half in PEM (PKCS #8). */
export function createDkimKey(algorithm: DkimAlgorithm): string {
  const { privateKey } =
    algorithm === 'rsa-sha256'
      ? generateKeyPairSync('rsa', { modulusLength: fewestBits })
      : generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Name and text of the TXT record that publishes the public half (RFC 6376 §3.6.1, RFC 8463 §4). */
export function formatDkimRecord(key: DkimKey): { readonly name: string; readonly text: string } {
  const publicKey = createPublicKey(key.privateKey)
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  // RFC 8463 §4: the bare 32 octets of an Ed25519 key, which end its SubjectPublicKeyInfo; RSA keeps the whole.
  const published = key.algorithm === 'rsa-sha256' ? spki : spki.subarray(-32)
  const kind = key.algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'
  return {
    name: `${key.selector}._domainkey.${key.domain}`,
    text: `v=DKIM1; k=${kind}; p=${published.toString('base64')}`,
  }
}

function readPrivateKey(pem: string, selector: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw new AppError(
      'invalid',
      `The DKIM key of selector "${selector}" cannot be read. It must be a private key in PEM; make one with "courant dkim generate".`,
      { cause },
    )
  }
}

function algorithmOf(key: KeyObject, selector: string): DkimAlgorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519-sha256'
  const { modulusLength = 0 }: AsymmetricKeyDetails = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa' || modulusLength < fewestBits) {
    throw new AppError(
      'invalid',
      `The DKIM key of selector "${selector}" is ${key.asymmetricKeyType ?? 'unknown'} of ${modulusLength} bits; it must be RSA of at least ${fewestBits}, or Ed25519.`,
    )
  }
  return 'rsa-sha256'
}
