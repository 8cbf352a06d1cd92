import type { Dns } from './dns.ts'
import { findingsOf, type Finding } from './finding.ts'

const { ok, warning, error } = findingsOf('spf')

/** RFC 7208 §4.6.4: a receiver gives up with a permanent error after so many look-ups. */
const mostLookups = 10
/** Nothing is followed any further: a record may include itself. */
const mostFollowed = 30

/** Looks at the SPF record of the domain that bounces go to, which is the one receivers ask about (RFC 7208). */
export async function checkSpf(domain: string, dns: Dns): Promise<Finding[]> {
  const records = await listRecords(domain, dns)
  const [record] = records
  const example = `v=spf1 include:_spf.your-mail-provider.example -all`
  if (record === undefined) {
    return [
      error(`${domain} has no SPF record.`, `Add a TXT record at ${domain} that names who may send for it: ${example}`),
    ]
  }
  if (records.length > 1) {
    return [
      error(
        `${domain} has ${records.length} SPF records, which counts as an error (RFC 7208 §4.5).`,
        'Join them into one.',
      ),
    ]
  }
  const lookups: Lookups = { count: 0, missing: new Set() }
  await follow(record, dns, lookups)
  return [judgeEnd(domain, record), ...judgeLookups(domain, lookups)]
}

const allTerm = /^[+?~-]?all$/

function judgeEnd(domain: string, record: string): Finding {
  const terms = listTerms(record)
  const all = terms.find((term) => allTerm.test(term))
  if (all === 'all' || all === '+all') {
    return error(`The SPF record of ${domain} lets everybody send (${all}).`, 'End it with -all or ~all.')
  }
  if (all === undefined && !terms.some((term) => term.startsWith('redirect='))) {
    return warning(`The SPF record of ${domain} says nothing of other senders.`, 'End it with -all or ~all.')
  }
  if (all === '?all') return warning(`The SPF record of ${domain} is neutral (?all).`, 'End it with -all or ~all.')
  return ok(`The SPF record of ${domain} is: ${record}`)
}

function judgeLookups(domain: string, { count, missing }: Lookups): Finding[] {
  const broken = [...missing].map((name) =>
    error(`The SPF record of ${domain} includes ${name}, which has none.`, `Take include:${name} out, or correct it.`),
  )
  if (count <= mostLookups) return broken
  const taken = count > mostFollowed ? `more than ${mostFollowed}` : count
  const message = `The SPF record of ${domain} takes ${taken} look-ups; receivers stop at ${mostLookups} and count it as an error.`
  return [...broken, error(message, 'Take includes out that you do not send through.')]
}

interface Lookups {
  count: number
  /** Included names without a record, another permanent error (RFC 7208 §5.2). */
  readonly missing: Set<string>
}

/** Walks through a record as a receiver does whom no term matches. */
async function follow(record: string, dns: Dns, lookups: Lookups): Promise<void> {
  for (const term of listTerms(record)) {
    if (lookups.count > mostFollowed) return
    if (/^[+?~-]?(?:a|mx|ptr|exists)(?:[:/]|$)/.test(term)) lookups.count += 1
    const name = /^(?:[+?~-]?include:|redirect=)(.+)$/.exec(term)?.[1]
    if (name === undefined) continue
    lookups.count += 1
    // A macro names a domain per message; only a receiver can follow it.
    if (name.includes('%')) continue
    const [inner] = await listRecords(name, dns)
    if (inner === undefined) lookups.missing.add(name)
    else await follow(inner, dns, lookups)
  }
}

async function listRecords(domain: string, dns: Dns): Promise<string[]> {
  return (await dns.txt(domain)).filter((text) => /^v=spf1(?: |$)/i.test(text))
}

/** The terms behind the version; a redirect beside `all` is none (RFC 7208 §6.1). */
function listTerms(record: string): string[] {
  const terms = record.toLowerCase().split(/ +/).slice(1)
  return terms.some((term) => allTerm.test(term)) ? terms.filter((term) => !term.startsWith('redirect=')) : terms
}
