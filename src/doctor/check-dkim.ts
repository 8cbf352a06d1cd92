import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Dns } from './dns.ts'
import { findingsOf, type Finding } from './finding.ts'

/** A key that signs mail of a domain. */
export interface SigningKey {
  readonly domain: string
  readonly selector: string
  /** The public half as DER, to be compared; absent where another server signs. */
  readonly publicKey?: Buffer
  /** Why the key here cannot sign. */
  readonly problem?: string
}

const { ok, warning, error } = findingsOf('dkim')

/** Looks at the DKIM record of each key (RFC 6376 §3.6.1, RFC 8301 §3.2). */
export async function checkDkim(keys: readonly SigningKey[], dns: Dns): Promise<Finding[]> {
  if (keys.length === 0) {
    return [
      warning(
        'Which key signs is not known, so it was not checked.',
        'Give the selector of your mail server’s DKIM key: courant doctor --selector NAME. Mail without a signature is refused by large providers.',
      ),
    ]
  }
  return Promise.all(keys.map((key) => checkKey(key, dns)))
}

async function checkKey(key: SigningKey, dns: Dns): Promise<Finding> {
  if (key.problem !== undefined) {
    return error(
      key.problem,
      'Name the file of a key that can be read in COURANT_DKIM_KEY_FILE; until then nothing is sent.',
    )
  }
  const name = `${key.selector}._domainkey.${key.domain}`
  const records = (await dns.txt(name)).filter((text) => /(^|;)\s*p\s*=/.test(text))
  const [record] = records
  if (record === undefined) {
    return error(`There is no DKIM record at ${name}.`, `Add a TXT record there: ${formatRecord(key)}`)
  }
  if (records.length > 1) {
    return error(`There are ${records.length} DKIM records at ${name}.`, 'Keep the one of the key that signs.')
  }
  return judgeRecord(key, name, parseTags(record))
}

function judgeRecord(key: SigningKey, name: string, tags: ReadonlyMap<string, string>): Finding {
  const encoded = (tags.get('p') ?? '').replace(/\s+/g, '')
  if (encoded === '') {
    return error(
      `The DKIM key at ${name} is revoked (empty p=).`,
      `Sign with a new key, and add its record: ${formatRecord(key)}`,
    )
  }
  const type = tags.get('k') ?? 'rsa'
  const found = readPublicKey(encoded, type)
  const replace = `Replace it: ${formatRecord(key)}`
  if (found === undefined) return error(`The DKIM record at ${name} holds no ${type} key that can be read.`, replace)
  if (key.publicKey !== undefined && !found.export({ type: 'spki', format: 'der' }).equals(key.publicKey)) {
    return error(
      `The DKIM record at ${name} is of another key than the one that signs; every signature fails.`,
      replace,
    )
  }
  const bits = found.asymmetricKeyDetails?.modulusLength
  return bits !== undefined && bits < 2048 ? judgeShortKey(name, bits) : judgeFlags(name, tags, { type, bits })
}

/** RFC 8301 §3.2. */
function judgeShortKey(name: string, bits: number): Finding {
  const fix = 'Sign with an RSA key of 2048 bits (RFC 8301 §3.2).'
  return bits < 1024
    ? error(`The DKIM key at ${name} has ${bits} bits; nobody accepts less than 1024.`, fix)
    : warning(`The DKIM key at ${name} has ${bits} bits.`, fix)
}

function judgeFlags(
  name: string,
  tags: ReadonlyMap<string, string>,
  { type, bits }: { readonly type: string; readonly bits: number | undefined },
): Finding {
  if ((tags.get('t') ?? '').split(':').some((flag) => flag.trim() === 'y')) {
    return warning(`The DKIM record at ${name} says that it is a test (t=y).`, 'Remove t=y, so that signatures count.')
  }
  return ok(`The DKIM record at ${name} is a ${bits === undefined ? type : `${type} key of ${bits} bits`}.`)
}

/** Tags of a `name=value;` list, as DKIM and DMARC write them (RFC 6376 §3.2). */
export function parseTags(text: string): Map<string, string> {
  const tags = new Map<string, string>()
  for (const part of text.split(';')) {
    const at = part.indexOf('=')
    if (at > 0) tags.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim())
  }
  return tags
}

/** An Ed25519 key stands in the record as its 32 octets (RFC 8463 §4), which DER has behind a fixed prefix. */
function readPublicKey(encoded: string, type: string): KeyObject | undefined {
  const octets = Buffer.from(encoded, 'base64')
  const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex')
  const key = type === 'ed25519' ? Buffer.concat([ed25519Prefix, octets]) : octets
  try {
    return createPublicKey({ key, type: 'spki', format: 'der' })
  } catch {
    return undefined
  }
}

function formatRecord({ publicKey }: SigningKey): string {
  if (publicKey === undefined) return 'what your mail server or provider shows for this key (v=DKIM1; k=rsa; p=…)'
  const isEd25519 = publicKey.length === 44
  const encoded = (isEd25519 ? publicKey.subarray(12) : publicKey).toString('base64')
  return `v=DKIM1; k=${isEd25519 ? 'ed25519' : 'rsa'}; p=${encoded}`
}
