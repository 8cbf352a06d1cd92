/** A signed message and the keys that signed it → the selectors whose signature does not hold (RFC 6376 §6.1.3), without DNS. */
import { createPublicKey, hash, verify } from 'node:crypto'
import { canonicalBody, canonicalField, listCanonicalFields, splitMessage, type CanonicalField } from './dkim-canon.ts'
import type { DkimKey } from './dkim-key.ts'

/** Lists the keys that have no valid signature in front of the message, by selector. */
export function listUnverified(message: Buffer, keys: readonly DkimKey[]): string[] {
  const { header, body } = splitMessage(message)
  const fields = listCanonicalFields(header)
  const bodyHash = hash('sha256', canonicalBody(body), 'base64')
  const signatures = fields.filter(({ name }) => name.toLowerCase() === 'dkim-signature')
  const isSigned = (key: DkimKey): boolean =>
    signatures.some((signature) => {
      const tags = readTags(signature)
      return tags.get('s') === key.selector && tags.get('bh') === bodyHash && holds(key, { signature, tags, fields })
    })
  return keys.filter((key) => !isSigned(key)).map(({ selector }) => selector)
}

interface Signature {
  readonly signature: CanonicalField
  readonly tags: ReadonlyMap<string, string>
  readonly fields: readonly CanonicalField[]
}

function holds({ algorithm, privateKey }: DkimKey, { signature, tags, fields }: Signature): boolean {
  const lines = selectLines(tags.get('h') ?? '', fields)
  const unsigned = canonicalField('DKIM-Signature', bodyOf(signature).replace(/(;\s*b=)[^;]*/, '$1')).line
  const input = Buffer.from(lines + unsigned, 'latin1')
  const value = Buffer.from((tags.get('b') ?? '').replaceAll(' ', ''), 'base64')
  const isRsa = algorithm === 'rsa-sha256'
  return verify(
    isRsa ? 'sha256' : null,
    isRsa ? input : hash('sha256', input, 'buffer'),
    createPublicKey(privateKey),
    value,
  )
}

/** RFC 6376 §5.4.2: each name in `h=` takes the last field of that name that is left; none stands for nothing. */
function selectLines(names: string, fields: readonly CanonicalField[]): string {
  const left = [...fields]
  return names
    .split(':')
    .map((name) => {
      const at = left.findLastIndex((field) => field.name.toLowerCase() === name.trim().toLowerCase())
      const [field] = at < 0 ? [] : left.splice(at, 1)
      return field === undefined ? '' : `${field.line}\r\n`
    })
    .join('')
}

function readTags(signature: CanonicalField): Map<string, string> {
  const pairs = bodyOf(signature)
    .split(';')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const
    })
  return new Map(pairs)
}

function bodyOf({ name, line }: CanonicalField): string {
  return line.slice(name.length + 1)
}
