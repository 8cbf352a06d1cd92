/** Pages over ports in memory, for tests that need no database. */
import { formatInstant, type Clock, type Instant } from '../../src/clock.ts'
import type { Issue } from '../../src/issue/issue.ts'
import { addressKey, getMailbox } from '../../src/mail/address.ts'
import { builtInTaxonomy } from '../../src/ranking/topics/taxonomy.ts'
import { adjustProfile, plainProfile, plainWishes } from '../../src/subscribers/profile.ts'
import { createToken, parseTokenKeys, type TokenClaim, type TokenPurpose } from '../../src/subscribers/token.ts'
import type { ArchivedIssue, Archive } from '../../src/web/archive.ts'
import type { Readers, PageProof, PageReader } from '../../src/web/readers/readers.ts'
import { openPageTemplates } from '../../src/web/page-templates.ts'
import { createPages, type Pages } from '../../src/web/pages.ts'
import type { RateLimits } from '../../src/web/requests/rate-limits.ts'
import type { PagesOptions } from '../../src/web/site.ts'
import { aNewsletter, anIssue } from '../support/issues.ts'

/** Keys of the tokens in tests. */
export const keys = parseTokenKeys('2:new-and-long-enough,1:old-and-long-enough')

/** A clock that moves when it is told to. */
export interface TestClock extends Clock {
  advance(seconds: number): void
}

/** Starts at a Monday morning. */
export function aClock(): TestClock {
  let nowMs = Date.parse('2026-11-23T07:00:00Z')
  return {
    now: () => formatInstant(nowMs),
    advance(seconds) {
      nowMs += seconds * 1000
    },
  }
}

/** Readers in memory, with what was asked of them in order. */
export interface MemoryReaders extends Readers {
  readonly readers: Map<string, PageReader>
  readonly calls: { readonly action: string; readonly who: string; readonly proof: PageProof }[]
}

/** @param addresses readers that are confirmed from the start; a reader's id is their address */
export function someReaders(clock: Clock, addresses: readonly string[] = ['ada@example.com']): MemoryReaders {
  const readers = new Map<string, PageReader>()
  const calls: MemoryReaders['calls'] = []
  const change = (action: string, id: string, proof: PageProof, changes: Partial<PageReader>): void => {
    calls.push({ action, who: id, proof })
    const before = readers.get(id)
    if (before) readers.set(id, { ...before, ...changes })
  }
  for (const address of addresses) readers.set(address, aReader(address, clock.now()))
  return {
    readers,
    calls,
    find: async ({ list, subscriberId }) => (list === 'papers.example.com' ? readers.get(subscriberId) : undefined),
    async subscribe(address, proof) {
      const id = addressKey(address)
      if (!readers.has(id)) readers.set(id, { ...aReader(address, clock.now()), status: 'unconfirmed' })
      change('subscribe', id, proof, {})
    },
    sendConfirmationAgain: async ({ subscriberId }, proof) => change('again', subscriberId, proof, {}),
    async confirm({ subscriberId }, proof) {
      const isNew = readers.get(subscriberId)?.status === 'unconfirmed'
      change('confirm', subscriberId, proof, { status: 'confirmed', confirmedAt: clock.now(), changedAt: clock.now() })
      return isNew
    },
    sendWelcome: async ({ subscriberId }) => change('welcome', subscriberId, { source: '' }, {}),
    sendChanges: async ({ subscriberId }, changes) =>
      change('changes', subscriberId, { source: changes.join('; ') }, {}),
    sendGoodbye: async ({ subscriberId }) => change('goodbye', subscriberId, { source: '' }, {}),
    savePreferences: async ({ subscriberId }, { profile, wishes }, proof) =>
      change('preferences', subscriberId, proof, { profile, wishes }),
    adjust: async ({ subscriberId }, { topic, direction }, proof) =>
      change('adjust', subscriberId, proof, {
        profile: adjustProfile(readers.get(subscriberId)?.profile ?? plainProfile, topic, direction),
      }),
    unsubscribe: async ({ list, subscriberId }, proof) => {
      if (list !== 'papers.example.com') return
      change('unsubscribe', subscriberId, proof, { status: 'unsubscribed', changedAt: clock.now() })
    },
    undo: async ({ subscriberId }, proof) =>
      change('undo', subscriberId, proof, { status: 'confirmed', changedAt: clock.now() }),
  }
}

function aReader(address: string, now: Instant): PageReader {
  return {
    address: getMailbox(address, 'reader').address,
    status: 'confirmed',
    changedAt: now,
    confirmedAt: now,
    profile: plainProfile,
    wishes: plainWishes,
  }
}

/** An archive in memory, of issues in any order. */
export function anArchive(issues: readonly ArchivedIssue[] = [anArchivedIssue(42)]): Archive {
  const newestFirst = issues.toSorted((a, b) => b.number - a.number)
  return {
    listPage: async ({ before = Infinity, limit }) =>
      newestFirst.filter(({ number }) => number < before).slice(0, limit),
    findByNumber: async (number) => newestFirst.find((issue) => issue.number === number),
    findByDate: async (date) => newestFirst.find((issue) => issue.date === date),
  }
}

/** An issue with a number. */
export function anArchivedIssue(number: number, changes: Partial<Issue> = {}): ArchivedIssue {
  return { ...anIssue(changes), number }
}

/** Counters in memory. */
export function memoryLimits(): RateLimits {
  const counts = new Map<string, number>()
  return {
    async take(bucket, { limit, windowSeconds, now }) {
      const window = `${bucket} ${Math.floor(Date.parse(now) / 1000 / windowSeconds)}`
      counts.set(window, (counts.get(window) ?? 0) + 1)
      return (counts.get(window) ?? 0) <= limit
    },
  }
}

/** Everything a test may look at. */
export interface TestPages {
  readonly pages: Pages
  readonly clock: TestClock
  readonly readers: MemoryReaders
  readonly errors: unknown[]
  /** The path of a reader's page. */
  readonly path: (purpose: TokenPurpose, changes?: Partial<TokenClaim>) => string
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  /** Posts a form as a browser does from our own page. */
  readonly post: (path: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  /** The stamp of a form that a person has had the time to fill in. */
  readonly stamp: () => Promise<string>
}

const templates = openPageTemplates()

/** Opens pages in memory. */
export async function openTestPages(changes: Partial<PagesOptions> = {}): Promise<TestPages> {
  const clock = aClock()
  const readers = someReaders(clock)
  const errors: unknown[] = []
  const publicUrl = changes.publicUrl ?? 'https://papers.example.com'
  const pages = createPages({
    newsletter: aNewsletter(),
    publicUrl,
    keys,
    clock,
    templates: await templates,
    readers,
    archive: anArchive(),
    approvals: { find: async () => undefined, decide: async () => {} },
    rateLimits: memoryLimits(),
    topics: builtInTaxonomy.topics,
    findFirstIssue: () => undefined,
    proxyCount: 0,
    delayMs: () => 0,
    isReady: async () => true,
    countSubscriptions: async () => ({ unconfirmed: 1, confirmed: 2, unsubscribed: 3 }),
    onError: (error) => errors.push(error),
    ...changes,
  })
  const env = { incoming: { socket: { remoteAddress: '192.0.2.7' } } }
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    pages.request(path, { headers }, env)
  return {
    pages,
    clock,
    readers,
    errors,
    get,
    path: (purpose, claim = {}) =>
      `/${purpose}/${createToken(keys, { purpose, list: 'papers.example.com', subscriberId: 'ada@example.com', ...claim }, clock.now())}`,
    post: async (path, fields = {}, headers = { origin: new URL(publicUrl).origin }) =>
      pages.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) }, env),
    async stamp() {
      const html = await (await get('/subscribe')).text()
      clock.advance(5)
      return /name="stamp" value="([^"]+)"/.exec(html)?.[1] ?? ''
    },
  }
}
