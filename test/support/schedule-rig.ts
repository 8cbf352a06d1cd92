/** A scheduler over a real database file and real SMTP, with a clock of its own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp, type App } from '../../src/app.ts'
import type { DaemonEvent } from '../../src/app/schedule/daemon-event.ts'
import { runDaemonOnce } from '../../src/app/schedule/scheduler.ts'
import type { Instant } from '../../src/clock.ts'
import { parseSettings } from '../../src/config.ts'
import { openInbox, type Inbox, type InboxOptions } from '../../src/rehearsal/inbox.ts'
import { aFolder } from './cli.ts'

/** Twelve invented readers. */
export const readers = Array.from({ length: 12 }, (_, n) => `reader${n}@example.com`)

/** Invented papers of a day. */
export function writeDigest(folder: string, day: string, titles: readonly string[]): void {
  const papers = titles.map((title, n) => ({
    title,
    authors: ['Ada Marlowe'],
    abstract: `${title} is new. It is invented for this test and says nothing at all about anything.`,
    url: `https://papers.example.com/${title.toLowerCase().replaceAll(' ', '-')}`,
    upvotes: 40 - n,
  }))
  mkdirSync(join(folder, 'digests'), { recursive: true })
  writeFileSync(join(folder, 'digests', `${day}.json`), JSON.stringify({ date: day, papers }))
}

/** The file of readers that the schedule of the rig names. */
export function writeReaders(folder: string, addresses: readonly string[]): void {
  writeFileSync(
    join(folder, 'readers.csv'),
    ['email,status', ...addresses.map((one) => `${one},confirmed`), ''].join('\n'),
  )
}

/** A folder with settings, an inbox, and daemons that look when they are told to. */
export interface Rig {
  readonly folder: string
  readonly inbox: Inbox
  /** One look of a daemon of its own at this time. */
  readonly look: (at: string, stopAfter?: number) => Promise<DaemonEvent[]>
  /** What commands work with at this time. */
  readonly openAt: (at: string) => App
  /** Addresses of readers who got a mail with these words in its subject. */
  readonly gotten: (words?: string) => string[]
}

/** A schedule of every morning in Berlin, first seen at noon of the 23rd. */
export async function withRig(
  given: {
    readonly schedule?: object
    readonly settings?: object
    readonly inbox?: InboxOptions
    readonly variables?: object
  },
  work: (rig: Rig) => Promise<void>,
): Promise<void> {
  const folder = aFolder()
  await using inbox = await openInbox(given.inbox ?? {})
  writeReaders(folder, readers)
  const settings = {
    newsletter: { from: 'News <news@news.example.com>', postalAddress: '1 Example Street, Exampleton' },
    smtp: { host: '127.0.0.1', port: inbox.port, security: 'none', connections: 2 },
    schedules: [
      {
        name: 'mornings',
        cron: '0 7 * * *',
        zone: 'Europe/Berlin',
        source: join(folder, 'digests', '{date}.json'),
        subscribers: join(folder, 'readers.csv'),
        ...given.schedule,
      },
    ],
    ...given.settings,
  }
  const variables = { COURANT_DATABASE_URL: `sqlite:${join(folder, 'courant.sqlite')}`, ...given.variables }
  const openAt = (at: string): App => buildApp(parseSettings(settings, variables, 'test'), { now: () => at as Instant })
  const look = async (at: string, stopAfter = Infinity): Promise<DaemonEvent[]> => {
    const events: DaemonEvent[] = []
    const stop = new AbortController()
    const begun = inbox.messages.length
    const timer = setInterval(() => inbox.messages.length - begun >= stopAfter && stop.abort(), 1)
    await runDaemonOnce(openAt(at), { signal: stop.signal, onEvent: (event) => events.push(event) })
    clearInterval(timer)
    return events
  }
  await look('2026-11-23T12:00:00Z')
  await work({
    folder,
    inbox,
    look,
    openAt,
    gotten: (words = '') =>
      inbox.messages
        .filter(({ octets }) => octets.toString('latin1').includes(words))
        .map(({ rcptTo }) => rcptTo)
        .filter((address) => address.startsWith('reader'))
        .sort((one, other) => one.localeCompare(other)),
  })
}

/** All of them, as `gotten` lists them. */
export const everybody = [...readers].sort((one, other) => one.localeCompare(other))
/** How runs ended. */
export const outcomes = (events: readonly DaemonEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'run.settled' ? [event.outcome.status] : []))
