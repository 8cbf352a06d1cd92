/** What an issue of 50 papers costs from the templates to the messages, beside MJML for each reader, in one run. */
import mjml2html from 'mjml'
import type { Instant } from '../../src/clock.ts'
import { compileMessage, type MessageRecipient } from '../../src/delivery/message-template.ts'
import type { Scratch } from '../../src/delivery/slotted-octets.ts'
import type { Issue } from '../../src/issue/issue.ts'
import { getMailbox } from '../../src/mail/address.ts'
import { fillHtml } from '../../src/rendering/fill.ts'
import { createIssueRenderer, renderIssue } from '../../src/rendering/render.ts'
import type { RenderedIssue } from '../../src/rendering/rendering.ts'
import { openTemplates, type Templates } from '../../src/rendering/templates/templates.ts'
import { anIssue, someSlotValues } from '../support/issues.ts'

const rounds = 9
const issue = anIssue({ paperCount: 50 })
const options = { budgetBytes: 1_000_000 }

/** Prints processor time, the least of nine rounds, which other work on the machine disturbs least, and ratios. */
export async function run(): Promise<void> {
  const cold = await measure(1, () => openTemplates())
  const warm = await measure(rounds, () => openTemplates())
  const templates = await openTemplates()
  const first = await measure(rounds, () => compose(renderIssue(issue, templates, options), recipientsOf(1)))
  const fitted = await measure(rounds, () => renderIssue(issue, templates, { budgetBytes: 60_000 }))

  const twenty = await measureMessage(anIssue({ paperCount: 20 }), templates)
  const full = await measureMessage(issue, templates)

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
  for (const { name, compileMs, recipientMs, freshMs } of [twenty, full]) {
    print(`message template of ${name}, compiled`, compileMs)
    print(`one more recipient of it, the whole MIME message`, recipientMs)
    print(`the same into memory of its own`, freshMs)
  }
  print('a new selection, kept blocks joined, HTML and text', joined)
  print('a new selection, everything rendered anew', fresh)
  print('one MJML run over as many papers', mjml)
  process.stdout.write(`MJML per recipient ÷ one more recipient: ${Math.round(mjml / full.recipientMs)} ×\n`)
  process.stdout.write(`MJML per selection ÷ a new selection: ${Math.round(mjml / joined)} ×\n`)
}

const header = { newsletter: issue.newsletter, issueHash: issue.hash, date: '2026-07-29T07:00:00Z' as Instant }

function compose(rendered: RenderedIssue, recipients: readonly MessageRecipient[]): number {
  const template = compileMessage(rendered, header)
  return recipients.reduce((sum, recipient) => sum + template.compose(recipient).octets.length, 0)
}

/** What a message template costs once, and then for each recipient: into memory used again, as a sending does it. */
async function measureMessage(of: Issue, templates: Templates) {
  const rendered = renderIssue(of, templates)
  const template = compileMessage(rendered, header)
  const recipients = recipientsOf(2000)
  const scratch = { buffer: Buffer.alloc(0) }
  const composeAll = (into?: Scratch) => {
    for (const recipient of recipients) template.compose(recipient, into)
  }
  const bytes = recipients.slice(0, 1).map((recipient) => template.compose(recipient).octets.length)
  return {
    name: `${bytes.join()} octets (HTML ${rendered.htmlBytes})`,
    compileMs: await measure(rounds * 5, () => compileMessage(rendered, header)),
    recipientMs: (await measure(rounds, () => composeAll(scratch))) / recipients.length,
    freshMs: (await measure(rounds, () => composeAll())) / recipients.length,
  }
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
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    all.push((user + system) / 1000)
  }
  return Math.min(...all)
}

function print(what: string, ms: number): void {
  process.stdout.write(`${what.padEnd(60)} ${ms < 1 ? ms.toFixed(4) : ms.toFixed(1)} ms\n`)
}
