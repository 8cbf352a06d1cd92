/** The wiring of the demo: the whole way once, with invented papers and people, over loopback only. */
import { join } from 'node:path'
import { buildApp, type App } from '../app.ts'
import { prepareIssue } from './prepare.ts'
import { readSubscribers } from './readers/file-audience.ts'
import { prepareMessages, sendMessages } from './sending/delivery.ts'
import { previewFiles } from './preview.ts'
import { systemClock } from '../clock.ts'
import { parseSettings } from '../config.ts'
import type { DeliveryReport } from '../delivery/outcome.ts'
import { getMailbox } from '../mail/address.ts'
import { openInbox, type ReceivedMessage } from '../rehearsal/inbox.ts'

/** What the tour made. */
export interface Demo {
  readonly subject: string
  readonly papers: number
  readonly report: DeliveryReport
  /** Messages that arrived in the inbox. */
  readonly received: number
  /** Name and content of each file to look at. */
  readonly files: Readonly<Record<string, string | Uint8Array>>
}

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures')
const digestFile = join(fixtures, 'digests', 'invented-daily-papers.json')
const subscribersFile = join(fixtures, 'subscribers', 'invented-reading-group.csv')

/** Runs the tour: parse, rank, render, and send to every sample subscriber through a real SMTP conversation. */
export async function runDemo(): Promise<Demo> {
  await using inbox = await openInbox()
  const app = buildDemoApp(inbox.port)
  const { confirmed } = await readSubscribers(subscribersFile)
  const prepared = await prepareIssue(app, [digestFile], { number: 1 })
  const messages = prepareMessages(app, prepared, confirmed)
  const report = await sendMessages(app, prepared, messages, { signal: new AbortController().signal })
  return {
    subject: prepared.issue.subject,
    papers: prepared.issue.paperCount,
    report,
    received: inbox.messages.length,
    files: { ...previewFiles(app, prepared, getMailbox('reader@example.com', 'reader')), ...listEmls(inbox.messages) },
  }
}

function buildDemoApp(port: number): App {
  const settings = parseSettings(
    {
      newsletter: {
        name: 'The Invented Reader',
        tagline: 'Papers that nobody wrote, every weekday',
        from: 'The Invented Reader <papers@news.example.com>',
        postalAddress: 'Reading Group, 1 Example Street, 12345 Exampleton',
      },
      web: { publicUrl: 'https://news.example.com' },
      smtp: { host: '127.0.0.1', port, security: 'none' },
      delivery: { returnPath: 'bounces@news.example.com' },
    },
    { COURANT_SECRET: 'the-demo-sends-to-nobody-but-itself' },
    'the demo',
  )
  return buildApp(settings, systemClock)
}

function listEmls(messages: readonly ReceivedMessage[]): Record<string, Uint8Array> {
  return Object.fromEntries(messages.map(({ rcptTo, octets }) => [`${rcptTo}.eml`, octets]))
}
