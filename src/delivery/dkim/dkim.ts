/**
 * Message → the DKIM-Signature fields that go in front of it (RFC 6376, RFC 8463), relaxed/relaxed.
 *
 * Every field of `signedFields` is listed once more than the message has it, so that neither taking one away nor adding
 * one keeps the signature valid. Signatures are made on Node's thread pool; the main thread only hashes.
 */
import { createPublicKey, hash, sign, verify } from 'node:crypto'
import { AppError } from '../../errors.ts'
import { formatHeaderField } from '../../mail/header-field.ts'
import { canonicalBody, canonicalField, listCanonicalFields, splitMessage } from './dkim-canon.ts'
import type { DkimKey } from './dkim-key.ts'

/** Makes the signature fields of messages. */
export interface DkimSigner {
  /**
   * @param message whole message with CRLF line ends, as it will be sent
   * @param form `canonical` is the word of whoever made the body that relaxed canonicalisation changes nothing in it; to
   *   find that out costs three times the hash
   * @returns octets of one DKIM-Signature field per key, to be put in front of the message
   */
  sign(message: Buffer, form?: 'canonical' | 'any'): Promise<Buffer>
}

/** RFC 6376 §5.4.1, and what RFC 8058 §4 asks for: the fields that a reader or a mail program acts on. */
export const signedFields: readonly string[] = [
  'From',
  'Reply-To',
  'Sender',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'List-Archive',
  'List-Help',
  'Feedback-ID',
  'Auto-Submitted',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
]

/**
 * A signer with all keys: one signature each, in their order.
 *
 * @throws AppError `invalid` when a key does not verify its own signature of a sample
 */
export function createDkimSigner(keys: readonly DkimKey[]): DkimSigner {
  for (const key of keys) proveKey(key)
  return {
    async sign(message, form = 'any') {
      const { header, body } = splitMessage(message)
      const bodyHash = hash('sha256', form === 'canonical' ? body : canonicalBody(body), 'base64')
      const fields = selectFields(header)
      const signatures = await Promise.all(keys.map((key) => signOne(key, fields, bodyHash)))
      return Buffer.from(signatures.join(''), 'latin1')
    },
  }
}

/** Names for `h=` and the canonical lines they stand for, in the same order. */
interface SelectedFields {
  readonly names: readonly string[]
  readonly lines: string
}

/** RFC 6376 §5.4.2: of several fields of one name the last comes first; a name without a field stands for nothing. */
function selectFields(header: string): SelectedFields {
  const present = Map.groupBy(listCanonicalFields(header), ({ name }) => name.toLowerCase())
  const names: string[] = []
  let lines = ''
  for (const name of signedFields) {
    for (const { line } of present.get(name.toLowerCase())?.toReversed() ?? []) {
      names.push(name)
      lines += `${line}\r\n`
    }
    names.push(name)
  }
  return { names, lines }
}

async function signOne(key: DkimKey, { names, lines }: SelectedFields, bodyHash: string): Promise<string> {
  const { algorithm, domain, selector } = key
  const tags = `v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain}; s=${selector}; h=${names.join(': ')}; bh=${bodyHash}; b=`
  const input = Buffer.from(lines + canonicalField('DKIM-Signature', tags).line, 'latin1')
  const signature = await signOctets(key, input)
  return formatHeaderField('DKIM-Signature', tags + (signature.match(/.{1,72}/g) ?? []).join(' '))
}

function signOctets(key: DkimKey, input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    sign(digestName(key), digestedInput(key, input), key.privateKey, (error, signature) => {
      if (error) reject(error)
      else resolve(signature.toString('base64'))
    })
  })
}

/** RFC 8463 §3: Ed25519 signs the SHA-256 hash, RSA hashes by itself. */
function digestedInput({ algorithm }: DkimKey, input: Buffer): Buffer {
  return algorithm === 'rsa-sha256' ? input : hash('sha256', input, 'buffer')
}

function digestName({ algorithm }: DkimKey): string | null {
  return algorithm === 'rsa-sha256' ? 'sha256' : null
}

/** A key that signs nothing is found before the first message, not by the receivers. */
function proveKey(key: DkimKey): void {
  const sample = digestedInput(key, Buffer.from('courant signs this sample'))
  const signature = sign(digestName(key), sample, key.privateKey)
  if (verify(digestName(key), sample, createPublicKey(key.privateKey), signature)) return
  throw new AppError('invalid', `The DKIM key of selector "${key.selector}" does not verify its own signature.`)
}
