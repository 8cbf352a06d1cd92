/** What one more recipient costs, beside what it would cost to run MJML for each, in the same run. */
import mjml2html from 'mjml'
import { join } from 'node:path'
import { buildApp, prepareIssue } from '../../src/app.ts'
import { prepareMessages } from '../../src/app/sending/delivery.ts'
import { systemClock } from '../../src/clock.ts'
import { parseSettings } from '../../src/config.ts'
import { getMailbox } from '../../src/mail/address.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'

const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'digests', 'invented-daily-papers.json')
const digest = hasSharedData ? sharedPath('seed', 'daily-papers-jul-29.txt') : fixture

/** Prints milliseconds and their ratio; the wholes are medians of five rounds. */
export async function run(): Promise<void> {
  const settings = parseSettings(
    { web: { publicUrl: 'https://news.example.com' } },
    { COURANT_SECRET: 'bench-bench-bench-bench' },
    'the bench',
  )
  const app = buildApp(settings, systemClock)
  const started = performance.now()
  const prepared = await prepareIssue(app, [digest], {})
  const firstMs = performance.now() - started

  const mailboxes = Array.from({ length: 2000 }, (_, index) =>
    getMailbox(`Reader ${index} <reader${index}@example.com>`, 'reader'),
  )
  const { template, recipients } = prepareMessages(app, prepared, mailboxes)
  let octets = 0
  const composeMs = await medianMs(5, () => {
    for (const recipient of recipients) octets += template.compose(recipient).octets.length
  })
  const papers = Array.from(
    { length: prepared.issue.paperCount },
    (_, index) => `<mj-text>${index} ${'word '.repeat(60)}</mj-text>`,
  )
  const source = `<mjml><mj-body><mj-section><mj-column>${papers.join('')}</mj-column></mj-section></mj-body></mjml>`
  const mjmlMs = await medianMs(5, async () => {
    await mjml2html(source, { validationLevel: 'skip' })
  })

  const perRecipientMs = composeMs / recipients.length
  print('from a digest file to the rendered issue, once, MJML and its import included', `${firstMs.toFixed(0)} ms`)
  print(
    'one more recipient: a whole MIME message',
    `${perRecipientMs.toFixed(4)} ms (${Math.round(octets / 5 / recipients.length)} octets)`,
  )
  print('one MJML run over as many papers', `${mjmlMs.toFixed(1)} ms`)
  print('MJML per recipient ÷ ours', `${Math.round(mjmlMs / perRecipientMs)} ×`)
}

async function medianMs(rounds: number, work: () => Promise<void> | void): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(80)} ${figure}\n`)
}
