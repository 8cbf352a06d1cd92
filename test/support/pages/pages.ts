/** Pages over a real store, a real port and the built-in inbox. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import PostalMime from 'postal-mime'
import { buildApp, type App } from '../../../src/app.ts'
import { prepareIssue } from '../../../src/app/prepare.ts'
import { archiveIssue } from '../../../src/app/pages/archive.ts'
import { servePages } from '../../../src/app/pages/pages.ts'
import type { FetchText } from '../../../src/app/bounces/webhooks.ts'
import { formatInstant, type Clock } from '../../../src/clock.ts'
import { parseSettings } from '../../../src/config.ts'
import { openInbox, type Inbox } from '../../../src/rehearsal/inbox.ts'
import { createIssueArchive } from '../../../src/store/issues/issues.ts'
import { openStore } from '../../../src/store/open.ts'
import { getListSlug } from '../../../src/subscribers/subscription.ts'
import { aFolder } from '../cli.ts'
import { findFreePort } from '../programs/free-port.ts'
import { fixturePath } from '../paths.ts'

/** The list of these tests. */
export const mainList = getListSlug('main')

/** A service with what a test wants to look at. */
export interface RunningPages extends AsyncDisposable {
  readonly url: string
  readonly app: App
  readonly inbox: Inbox
  /** Path of the database file. */
  readonly database: string
  /** Moves the clock on. */
  advance(seconds: number): void
}

const fixture = fixturePath('digests', 'invented-daily-papers.json')
/** Starts the whole service on loopback, with the sample issue in its archive; a person's time passes by `advance`. */
export async function openRunningPages({
  issueCount = 1,
  variables = {},
  fetchText,
}: {
  readonly issueCount?: number
  readonly variables?: Readonly<Record<string, string>>
  readonly fetchText?: FetchText
} = {}): Promise<RunningPages> {
  const inbox = await openInbox()
  const database = join(aFolder(), 'pages.sqlite')
  let aheadMs = 0
  const clock: Clock = { now: () => formatInstant(Date.now() + aheadMs) }
  // The public address has the port in it, so it must be known before the server listens.
  const app = buildApp(settingsFor(await findFreePort(), { database, smtpPort: inbox.port, variables }), clock)
  await fillArchive(app, database, issueCount)
  const service = await servePages(app, {
    list: mainList,
    onError: fail,
    ...(fetchText === undefined ? {} : { fetchText }),
  })
  return {
    url: service.url,
    app,
    inbox,
    database,
    advance(seconds) {
      aheadMs += seconds * 1000
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await inbox.close()
    },
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`)
}

function settingsFor(
  port: number,
  {
    database,
    smtpPort,
    variables,
  }: { database: string; smtpPort: number; variables: Readonly<Record<string, string>> },
) {
  return parseSettings(
    {
      newsletter: {
        name: 'The Invented Reader',
        tagline: 'Papers that nobody wrote, every weekday',
        from: 'The Invented Reader <papers@news.example.com>',
        postalAddress: 'Reading Group, 1 Example Street, 12345 Exampleton',
      },
      web: { publicUrl: `http://127.0.0.1:${port}`, port },
      smtp: { host: '127.0.0.1', port: smtpPort, security: 'none' },
    },
    { COURANT_SECRET: 'not-a-secret-but-a-test', COURANT_DATABASE_URL: `sqlite:${database}`, ...variables },
    'the test',
  )
}

/** Puts the sample issue into an archive, under the numbers 1 to `count`, as a sending leaves it. */
async function fillArchive(app: App, database: string, count: number): Promise<void> {
  await using store = await openStore({ kind: 'sqlite', path: database })
  const prepared = await prepareIssue(app, [fixture], {})
  const issues = createIssueArchive(store.db)
  for (let number = 1; number <= count; number += 1) {
    await archiveIssue(
      issues,
      { list: mainList, number, now: app.clock.now() },
      { issue: prepared.issue, copy: { html: '', text: '' } },
    )
    await issues.freeze(mainList, number, app.clock.now())
  }
}

/** The links of a received message, in its HTML and its header. */
export async function listLinks(octets: Buffer): Promise<string[]> {
  const { html = '', headers } = await PostalMime.parse(octets)
  const inHtml = [...html.matchAll(/href="(https?:[^"]+)"/g)].map((match) => decodeEntities(match[1] ?? ''))
  const inHeader = headers.flatMap(({ value }) =>
    [...value.matchAll(/<(https?:[^>]+)>/g)].map((match) => match[1] ?? ''),
  )
  return [...new Set([...inHtml, ...inHeader])]
}

/** A link of a message that leads to a page. */
export async function findLink(octets: Buffer | undefined, page: string): Promise<string> {
  const links = octets === undefined ? [] : await listLinks(octets)
  const found = links.find((link) => new URL(link).pathname.startsWith(`/${page}/`))
  if (found === undefined) throw new Error(`The message has no link to /${page}/.`)
  return found
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replace(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
}

/** A hash of every row of every table: equal before and after means that nothing was written. */
export function hashDatabase(path: string): string {
  using database = new DatabaseSync(path, { readOnly: true })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
  const rows = tables.map(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all())
  return createHash('sha256')
    .update(JSON.stringify([tables, rows]))
    .digest('hex')
}
