import { parseTags } from './check-dkim.ts'
import type { Dns } from './dns.ts'
import { findingsOf, type Finding } from './finding.ts'

const { ok, warning, error } = findingsOf('dmarc')

/** A DMARC record and where it was found. */
interface DmarcRecord {
  readonly domain: string
  readonly tags: ReadonlyMap<string, string>
}

/** RFC 9989 §4.10: no walk asks more often. */
const mostQueries = 8

/**
 * Finds the DMARC record that receivers apply to mail from a domain, by the walk up the tree of RFC 9989 §4.10, and
 * whether the domains that sign and that take bounces are of the same organisation (§4.4).
 */
export async function checkDmarc(
  fromDomain: string,
  others: { readonly spfDomain: string; readonly dkimDomains: readonly string[] },
  dns: Dns,
): Promise<Finding[]> {
  const walk = await walkTree(fromDomain, dns)
  const organization = findOrganization(fromDomain, walk)
  const findOf = (name: string) => walk.find(({ domain }) => domain === name)
  const record = findOf(fromDomain) ?? findOf(organization) ?? findSuffix(walk)
  if (record === undefined) {
    return [
      error(
        `${fromDomain} has no DMARC record, and no domain above it has.`,
        `Add a TXT record at _dmarc.${fromDomain}: v=DMARC1; p=none; rua=mailto:dmarc@${fromDomain}`,
      ),
    ]
  }
  return [
    judgePolicy(fromDomain, record),
    ...judgeTags(record),
    ...(await judgeAlignment({ ...others, organization, fromDomain, record }, dns)),
  ]
}

function judgePolicy(fromDomain: string, { domain, tags }: DmarcRecord): Finding {
  const policy = (domain === fromDomain ? tags.get('p') : (tags.get('sp') ?? tags.get('p')))?.toLowerCase() ?? 'none'
  const where = domain === fromDomain ? `at _dmarc.${domain}` : `at _dmarc.${domain}, which holds for ${fromDomain} too`
  if (!['none', 'quarantine', 'reject'].includes(policy)) {
    return error(
      `The DMARC record ${where} has the policy "${policy}", which is none.`,
      'Write p=none, p=quarantine or p=reject.',
    )
  }
  return ok(`The DMARC policy is ${policy} (${where}).`)
}

function judgeTags({ domain, tags }: DmarcRecord): Finding[] {
  const findings: Finding[] = []
  if (!tags.has('rua')) {
    findings.push(
      warning(
        `The DMARC record of ${domain} asks for no reports, so nobody sees who sends in its name.`,
        `Add rua=mailto:dmarc@${domain} to it.`,
      ),
    )
  }
  const removed = ['pct', 'rf', 'ri'].filter((tag) => tags.has(tag))
  if (removed.length > 0) {
    findings.push(
      warning(
        `The DMARC record of ${domain} has ${removed.join(', ')}, which RFC 9989 does not know any more.`,
        `Take ${removed.join(', ')} out; t=y is the way to try a policy.`,
      ),
    )
  }
  return findings
}

/** One of the two that pass must be of the organisation of the sender, else DMARC fails. */
async function judgeAlignment(
  given: {
    readonly fromDomain: string
    readonly organization: string
    readonly spfDomain: string
    readonly dkimDomains: readonly string[]
    readonly record: DmarcRecord
  },
  dns: Dns,
): Promise<Finding[]> {
  const { fromDomain, organization, spfDomain, dkimDomains, record } = given
  const isAligned = async (domain: string, mode: string | undefined): Promise<boolean> => {
    if (domain === fromDomain) return true
    if (mode?.toLowerCase() === 's') return false
    return findOrganization(domain, await walkTree(domain, dns)) === organization
  }
  const aligned: string[] = []
  if (await isAligned(spfDomain, record.tags.get('aspf'))) aligned.push(`SPF (${spfDomain})`)
  for (const domain of dkimDomains) {
    if (await isAligned(domain, record.tags.get('adkim'))) aligned.push(`DKIM (${domain})`)
  }
  if (aligned.length > 0) return [ok(`DMARC can pass by ${aligned.join(' and ')}.`)]
  const fix = `Sign with a key of ${fromDomain}, or let bounces go to a mailbox at ${fromDomain} (delivery.returnPath).`
  return [
    warning(`Neither SPF (${spfDomain}) nor a known DKIM key belongs to ${organization}, so DMARC may fail.`, fix),
  ]
}

/** Records from a domain up to the top, the domain's own first; ends at one that says where the organisation ends. */
async function walkTree(domain: string, dns: Dns): Promise<DmarcRecord[]> {
  const found: DmarcRecord[] = []
  let labels = domain.toLowerCase().split('.')
  for (let queries = 0; labels.length > 0 && queries < mostQueries; queries += 1) {
    const name = labels.join('.')
    const record = await findRecord(name, dns)
    if (record) found.push(record)
    if (record !== undefined && ['y', 'n'].includes(record.tags.get('psd')?.toLowerCase() ?? '')) break
    labels = labels.length > 8 ? labels.slice(-7) : labels.slice(1)
  }
  return found
}

/** A name with several records has none (RFC 9989 §4.10). */
async function findRecord(domain: string, dns: Dns): Promise<DmarcRecord | undefined> {
  const records = (await dns.txt(`_dmarc.${domain}`)).filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text))
  const [record] = records
  return record === undefined || records.length > 1 ? undefined : { domain, tags: parseTags(record) }
}

/** RFC 9989 §4.10.2: where `psd=n` says so, one label below `psd=y`, else the shortest name with a record. */
function findOrganization(domain: string, walk: readonly DmarcRecord[]): string {
  const own = walk.find(({ tags }) => tags.get('psd')?.toLowerCase() === 'n')
  if (own) return own.domain
  const suffix = findSuffix(walk)
  if (suffix === undefined || suffix.domain === domain) return walk.at(-1)?.domain ?? domain
  return domain
    .split('.')
    .slice(-(suffix.domain.split('.').length + 1))
    .join('.')
}

/** The record of a registry, whose policy holds for organisations without one. */
function findSuffix(walk: readonly DmarcRecord[]): DmarcRecord | undefined {
  return walk.find(({ tags }) => tags.get('psd')?.toLowerCase() === 'y')
}
