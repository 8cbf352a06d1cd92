import { createSubscriberId } from '../subscriber.ts'
import type { ImportContext, NewReader } from './import.ts'
import type { Person } from './subscriber-file.ts'

const none: readonly string[] = []

/** The people of records as the store takes them; what a record does not say is said by the file. */
export function buildReaders({ now, source }: ImportContext, people: readonly Person[]): NewReader[] {
  const startedMs = Date.parse(now)
  return people.map((row) => ({
    id: createSubscriberId(startedMs),
    address: row.address,
    key: row.key,
    name: row.name,
    status: row.outcome === 'unconfirmed' ? 'unconfirmed' : 'confirmed',
    consentAt: row.consentAt,
    consentIp: row.consentIp,
    consentSource: row.consentSource ?? source,
    tags: row.tags ?? none,
    topics: row.topics?.map(toSlug).filter((slug) => slug !== '') ?? none,
  }))
}

/** As the taxonomy makes slugs of titles, so that "Computer vision" in a file is the topic of that name. */
function toSlug(topic: string): string {
  const plain = topic.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join('-').slice(0, 80)
}
