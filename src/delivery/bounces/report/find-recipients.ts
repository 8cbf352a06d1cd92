/*
 * Who a notice without a machine-readable report is about, and which of its words go with whom. In: the words of the
 * notice. Out: addresses in the order of the text. Rules, in order: addresses where mail systems put the failed one; any
 * address that is not the sender's or a postmaster's.
 */
import { parseAddress } from '../../../mail/address.ts'

/** An address and the lines about it. */
export interface NamedRecipient {
  readonly address: string
  readonly words: string
  /** What was said before the first of several addresses, of all of them. */
  readonly preamble?: string
}

const maxRecipients = 100
const addressText = String.raw`(?:"[^"@\n]{1,62}"|[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64})@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}`
const anyAddress = new RegExp(addressText, 'g')

// Where mail systems put the address that failed: alone or first on its line, behind a label, or in a command.
const listed = new RegExp(
  String.raw`^[\s>*"'\u2022-]{0,40}(?:\[to\]:|addressed to:|recipient(?: address)?:|rcpt to:|your message to:?|(?:could not be|unable to) deliver\w* (?:message )?to:?|undeliverable to)?` +
    String.raw`\s{0,20}[<"']?(${addressText})[>"']?(?:<mailto:[^>]*>)?\s{0,20}(?:$|[:,;([<]|\.\.\.|\.?$|on |(?:delivery|invalid|was|could|unknown)\b)`,
  'i',
)
const transcribed = new RegExp(String.raw`^[45]\d\d[ -](?:[45]\.\d+\.\d+ )?<?(${addressText})>?\.\.\.`)
const commanded = new RegExp(String.raw`RCPT TO: ?<(${addressText})>`, 'i')
const role = /^(?:postmaster|mailer-daemon|abuse|support|no-?reply|root|hostmaster|help)@/i

/** The recipients that a notice names, with their words. */
export function findRecipients(words: string, own: ReadonlySet<string>): NamedRecipient[] {
  const lines = words.split('\n')
  const ends = findAnchors(lines, own, [transcribed])
  if (ends.length > 0 && /transcript of session/i.test(words)) return groupByEnd(lines, ends)
  const starts = findAnchors(lines, own, [listed, commanded, transcribed])
  const [first] = starts
  if (first && starts.every(({ address }) => keyOf(address) === keyOf(first.address))) {
    return [{ address: first.address, words }]
  }
  if (first) return groupByStart(lines, starts)
  return findAny(words, own).map((address) => ({ address, words }))
}

interface Anchor {
  readonly line: number
  readonly address: string
}

function findAnchors(lines: readonly string[], own: ReadonlySet<string>, patterns: readonly RegExp[]): Anchor[] {
  return lines.flatMap((text, line) => {
    const found = patterns.map((pattern) => pattern.exec(text)?.[1]).find((part) => part !== undefined)
    const address = found === undefined ? undefined : readAddress(found)
    return address === undefined || own.has(keyOf(address)) ? [] : [{ line, address }]
  })
}

/** Each address is followed by what was said of it, up to the next one. */
function groupByStart(lines: readonly string[], anchors: readonly Anchor[]): NamedRecipient[] {
  const preamble = lines.slice(0, anchors[0]?.line).join('\n')
  return collect(
    anchors.map(({ line, address }, index) => ({
      address,
      words: lines.slice(line, anchors[index + 1]?.line).join('\n'),
    })),
  ).map((named) => ({ ...named, preamble }))
}

/** In the transcripts of old sendmail the conversation comes first and the address it was about closes it. */
function groupByEnd(lines: readonly string[], anchors: readonly Anchor[]): NamedRecipient[] {
  return collect(
    anchors.map(({ line, address }, index) => ({
      address,
      words: lines.slice(index === 0 ? 0 : (anchors[index - 1]?.line ?? 0) + 1, line + 1).join('\n'),
    })),
  )
}

function collect(named: readonly NamedRecipient[]): NamedRecipient[] {
  const byKey = new Map<string, NamedRecipient>()
  for (const { address, words } of named) {
    const before = byKey.get(keyOf(address))
    byKey.set(keyOf(address), before ? { ...before, words: `${before.words}\n${words}` } : { address, words })
  }
  return [...byKey.values()].slice(0, maxRecipients)
}

function findAny(words: string, own: ReadonlySet<string>): string[] {
  const addresses = findAddresses(words).filter((address) => !own.has(keyOf(address)) && !role.test(address))
  return addresses.slice(0, 1)
}

/** Every address in a text, once, in order. */
export function findAddresses(text: string): string[] {
  const found = [...text.matchAll(anyAddress)].map(([part]) => readAddress(part.replace(/\.+$/, '')))
  const known = found.filter((address) => address !== undefined).map((address) => [keyOf(address), address] as const)
  return [...new Map(known.toReversed()).values()].toReversed().slice(0, maxRecipients)
}

/** The form in which addresses of reports are compared with each other. */
export function keyOf(address: string): string {
  return address.toLowerCase()
}

function readAddress(text: string): string | undefined {
  return text.startsWith('"') ? text : parseAddress(text.replace(/^'+|'+$/g, ''))
}
