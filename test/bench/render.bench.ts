/** What an issue of 50 papers costs from the templates to the messages, beside MJML for each reader, in one run. */
import mjml2html from 'mjml'
import type { Instant } from '../../src/clock.ts'
import { compileMessage, type MessageRecipient } from '../../src/delivery/message-template.ts'
import type { Issue } from '../../src/issue/issue.ts'
import { getMailbox } from '../../src/mail/address.ts'
import { fillHtml } from '../../src/rendering/fill.ts'
import { createIssueRenderer, renderIssue } from '../../src/rendering/render.ts'
import type { RenderedIssue } from '../../src/rendering/rendering.ts'
import { openTemplates } from '../../src/rendering/templates.ts'
import { anIssue, someSlotValues } from '../support/builders.ts'

const rounds = 9
const issue = anIssue({ paperCount: 50 })
const options = { budgetBytes: 1_000_000 }

/** Prints the best of nine rounds, which other work on the machine disturbs least, and ratios. */
export async function run(): Promise<void> {
  const cold = await measure(1, () => openTemplates())
  const warm = await measure(rounds, () => openTemplates())
  const templates = await openTemplates()
  const first = await measure(rounds, () => compose(renderIssue(issue, templates, options), recipientsOf(1)))
  const fitted = await measure(rounds, () => renderIssue(issue, templates, { budgetBytes: 60_000 }))

  const rendered = renderIssue(issue, templates)
  const recipients = recipientsOf(2000)
  const message = await measure(rounds, () => compose(rendered, recipients))
  const setUp = await measure(rounds, () => compose(rendered, []))
  const perRecipient = (message - setUp) / recipients.length

  const renderer = createIssueRenderer(issue.newsletter, templates, options)
  renderer.render(issue)
  const selections = listSelections(500)
  const joined = (await measure(rounds, () => selections.map((part) => renderer.render(part)))) / selections.length
  const fresh =
    (await measure(3, () => selections.map((part) => renderIssue(part, templates, options)))) / selections.length
  const source = writeMjml(fillHtml(renderIssue(issue, templates, options).html, someSlotValues()))
  const mjml = await measure(rounds, () => mjml2html(source, { validationLevel: 'skip' }))

  print('templates opened, MJML loaded for the first time', cold)
  print('templates opened again, seven MJML runs', warm)
  print('from the issue to the first whole message', first)
  print('the same with the templates opened again', first + warm)
  print('the issue fitted to 60,000 octets', fitted)
  print('one more recipient, the whole MIME message of 95,000 octets', perRecipient)
  print('a new selection, kept blocks joined, HTML and text', joined)
  print('a new selection, everything rendered anew', fresh)
  print('one MJML run over as many papers', mjml)
  process.stdout.write(`MJML per recipient ÷ one more recipient: ${Math.round(mjml / perRecipient)} ×\n`)
  process.stdout.write(`MJML per selection ÷ a new selection: ${Math.round(mjml / joined)} ×\n`)
}

function compose(rendered: RenderedIssue, recipients: readonly MessageRecipient[]): number {
  const header = { newsletter: issue.newsletter, issueHash: issue.hash, date: '2026-07-29T07:00:00Z' as Instant }
  const template = compileMessage(rendered, header)
  return recipients.reduce((sum, recipient) => sum + template.compose(recipient).octets.length, 0)
}

function recipientsOf(count: number): MessageRecipient[] {
  return Array.from({ length: count }, (_, index) => ({
    mailbox: getMailbox(`reader${index}@example.org`, 'reader'),
    slots: someSlotValues({ address: `reader${index}@example.org` }),
    unsubscribe: { mailto: 'mailto:leave@example.com' },
  }))
}

/** Selections of twenty papers or so out of the same fifty, each another one. */
function listSelections(count: number): Issue[] {
  return Array.from({ length: count }, (_, index) => ({
    ...issue,
    sections: issue.sections.map((section, at) => ({
      ...section,
      papers: section.papers.filter((_, place) => (place * 7 + at * 3 + index * (place + 1)) % 5 < 2),
    })),
  }))
}

/** The papers as MJML has them when each reader's mail is compiled by itself. */
function writeMjml(page: string): string {
  const blocks = [...page.matchAll(/<h3[\s\S]*?(?=<\/td>)/g)].map(([block]) => `<mj-text>${block}</mj-text>`)
  return `<mjml><mj-body><mj-section><mj-column>${blocks.join('')}</mj-column></mj-section></mj-body></mjml>`
}

async function measure(times: number, work: () => unknown): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < times; round += 1) {
    const started = performance.now()
    await work()
    all.push(performance.now() - started)
  }
  return Math.min(...all)
}

function print(what: string, ms: number): void {
  process.stdout.write(`${what.padEnd(60)} ${ms < 1 ? ms.toFixed(4) : ms.toFixed(1)} ms\n`)
}
