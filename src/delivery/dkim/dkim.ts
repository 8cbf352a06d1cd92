/**
 * Message → the DKIM-Signature fields that go in front of it (RFC 6376, RFC 8463), relaxed/relaxed.
 *
 * Every field of `signedFields` is listed once more than the message has it, so that neither taking one away nor adding
 * one keeps the signature valid. Signatures are made on Node's thread pool; the main thread only hashes.
 */
import { createPublicKey, hash, sign, verify } from 'node:crypto'
import { AppError } from '../../errors.ts'
import { formatHeaderField } from '../../mail/header-field.ts'
import { canonicalBody, listCanonicalFields, splitMessage } from './dkim-canon.ts'
import type { DkimKey } from './dkim-key.ts'
import { planFields, type SigningPlan } from './signing-plan.ts'

/** Makes the signature fields of messages. */
export interface DkimSigner {
  /**
   * @param message whole message with CRLF line ends, as it will be sent
   * @returns octets of one DKIM-Signature field per key, to be put in front of the message
   */
  sign(message: Buffer): Promise<Buffer>
  /** As `sign`, for one of many messages that have most header fields in common. */
  signParts(parts: MessageParts): Promise<Buffer>
}

/** A message as whoever composed it knows it. Fields are octets as Latin-1 text, each with its line end. */
export interface MessageParts {
  /** What stands first in the header and is this message's own. */
  readonly ownFields: string
  /** The rest of the header: one text for all messages of a campaign, which is looked at once. */
  readonly sharedFields: string
  readonly octets: Buffer
  /** Where the body begins. It is canonical already; to find that out costs three times the hash. */
  readonly bodyAt: number
}

/** What the signatures of one key begin with, for one plan. */
interface SignatureHead {
  readonly key: DkimKey
  /** As it is sent, folded, and as it is signed; the hash of the body follows. */
  readonly sent: string
  readonly signed: string
}

/** A plan and the heads that go with its names. */
interface Prepared {
  readonly plan: SigningPlan
  readonly heads: readonly SignatureHead[]
}

/** Plans held at once; there is one for each rendering that is being sent. */
const mostPlans = 64

/**
 * A signer with all keys: one signature each, in their order.
 *
 * @throws AppError `invalid` when a key does not verify its own signature of a sample
 */
export function createDkimSigner(keys: readonly DkimKey[]): DkimSigner {
  for (const key of keys) proveKey(key)
  const plans = new Map<string, Map<string, Prepared>>()
  const prepare = (names: readonly string[], shared: string): Prepared => {
    const known = plans.get(shared)
    if (!known && plans.size >= mostPlans) plans.clear()
    const ofShared = known ?? new Map<string, Prepared>()
    plans.set(shared, ofShared)
    const id = names.join()
    const prepared = ofShared.get(id) ?? prepareHeads(keys, planFields(names, shared))
    ofShared.set(id, prepared)
    return prepared
  }
  const signParts = async ({ ownFields, sharedFields, octets, bodyAt }: MessageParts): Promise<Buffer> => {
    const own = listCanonicalFields(ownFields)
    const { plan, heads } = prepare(
      own.map(({ name }) => name),
      sharedFields,
    )
    const bodyHash = hash('sha256', octets.subarray(bodyAt), 'base64')
    const lines = plan.fill(own)
    const signatures = await Promise.all(heads.map((head) => signOne(head, lines, bodyHash)))
    return Buffer.from(signatures.join(''), 'latin1')
  }
  return {
    signParts,
    sign(message) {
      const { header, body } = splitMessage(message)
      return signParts({ ownFields: header, sharedFields: '', octets: canonicalBody(body), bodyAt: 0 })
    },
  }
}

function prepareHeads(keys: readonly DkimKey[], plan: SigningPlan): Prepared {
  const heads = keys.map((key) => {
    const { algorithm, domain, selector } = key
    const tags = `v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain}; s=${selector}; h=${plan.names.join(': ')};`
    const sent = `${formatHeaderField('DKIM-Signature', tags)} bh=`
    return { key, sent, signed: `dkim-signature:${tags} bh=` }
  })
  return { plan, heads }
}

async function signOne({ key, sent, signed }: SignatureHead, lines: string, bodyHash: string): Promise<string> {
  const signature = await signOctets(key, Buffer.from(`${lines}${signed}${bodyHash}; b=`, 'latin1'))
  return `${sent}${bodyHash};\r\n b=${fold(signature)}\r\n`
}

/** Characters of a signature on a line; white space in it means nothing (RFC 6376 §3.5). */
const signatureColumns = 72

function fold(signature: string): string {
  let folded = signature.slice(0, signatureColumns)
  for (let at = signatureColumns; at < signature.length; at += signatureColumns) {
    folded += `\r\n ${signature.slice(at, at + signatureColumns)}`
  }
  return folded
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
