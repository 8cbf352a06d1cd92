/** The wiring of the studio: settings and inputs in, a source for its pages out. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { App } from '../app.ts'
import { prepareIssue, type IssueChoices, type PreparedIssue } from './prepare.ts'
import { checkSender, prepareMessages, sendMessages } from './sending/delivery.ts'
import { readIssueFile } from './issue-file.ts'
import { checkPrepared } from './preflight.ts'
import { previewReader } from './preview.ts'
import { preparePersonal } from './sending/personal.ts'
import { watchFiles } from './watch-files.ts'
import { AppError, UsageError } from '../errors.ts'
import { diffIssues } from '../issue/diff.ts'
import type { Issue } from '../issue/issue.ts'
import { getMailbox, type Mailbox } from '../mail/address.ts'
import { fillHtml, fillText } from '../rendering/fill.ts'
import { packageTemplates } from '../rendering/templates/template-source.ts'
import type { ListSlug } from '../subscribers/subscription.ts'
import type { PreviousIssue, StudioChoice, StudioSource, StudioState } from '../web/studio/studio.ts'

/** What the studio shows and where it may send. */
export interface StudioOptions extends IssueChoices {
  readonly inputs: readonly string[]
  /** The list on which a subscriber is looked up. */
  readonly list: ListSlug
  /** Settings file to watch. */
  readonly configFile?: string | undefined
  /** Folder of an earlier preview, to compare with. */
  readonly previousFolder: string
  readonly test?: Mailbox | undefined
  /** Reads the settings anew, so that a change of them is seen. */
  readonly openApp: () => App
}

const invented = 'reader@example.com'

/** The source of a studio over the same wiring as preview and send. */
export function createStudioSource(options: StudioOptions): StudioSource {
  if (options.inputs.includes('-')) {
    throw new UsageError('The studio reads its input again after a change; give it a file instead of -.')
  }
  return {
    load: (choice) => loadState(options, choice),
    watch: (onChange) => watchFiles(listWatched(options), onChange),
    ...(options.test === undefined ? {} : { testAddress: options.test.address }),
    sendTest: (choice) => sendTest(options, choice),
  }
}

async function loadState(options: StudioOptions, choice: StudioChoice): Promise<StudioState> {
  const app = options.openApp()
  const reader = getMailbox(choice.as === '' ? invented : choice.as, 'As subscriber')
  const whole = await prepareChoice(app, options, choice)
  const { prepared } = await preparePersonal(app, whole, { list: options.list, reader })
  const { slots, message } = previewReader(app, prepared, reader)
  const { issue, ranking, rendered } = prepared
  const previous = await readPrevious(options.previousFolder, issue)
  return {
    issue,
    ranking,
    rendered,
    budgetBytes: app.config.rendering.budgetBytes,
    html: fillHtml(rendered.html, slots),
    text: fillText(rendered.text, slots),
    message,
    findings: await checkPrepared(app, prepared, slots),
    ...(previous && { previous }),
  }
}

async function prepareChoice(app: App, options: StudioOptions, choice: StudioChoice): Promise<PreparedIssue> {
  const words = splitWords(choice.words)
  const topics = splitWords(choice.topics)
  const interests = words.length + topics.length === 0 ? {} : { interests: { words, topics } }
  const { layout, period } = choice
  return prepareIssue(app, options.inputs, { ...options, ...interests, layout, period })
}

function splitWords(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** What `courant preview` left in its folder; absent when there is nothing, or nothing that can be read. */
async function readPrevious(folder: string, issue: Issue): Promise<PreviousIssue | undefined> {
  const name = join(folder, 'issue.html')
  const html = await readFile(name, 'utf8').catch(() => undefined)
  if (html === undefined) return undefined
  const before = await readIssueFile(join(folder, 'issue.json')).catch(() => undefined)
  return { name, html, ...(before && { diff: diffIssues(before, issue) }) }
}

function listWatched({ inputs, configFile, openApp }: StudioOptions): string[] {
  const { templates } = openApp().config.rendering
  const files = inputs.filter((input) => !/^https?:/.test(input))
  return [...files, configFile ?? 'courant.yaml', join(templates ?? packageTemplates, '*')].map((path) => resolve(path))
}

async function sendTest(options: StudioOptions, choice: StudioChoice): Promise<string> {
  if (options.test === undefined) throw new AppError('invalid', 'No address for tests is configured.')
  const app = options.openApp()
  checkSender(app)
  const prepared = await prepareChoice(app, options, choice)
  const messages = prepareMessages(app, prepared, [options.test])
  const { outcomes } = await sendMessages(app, prepared, messages, { signal: AbortSignal.timeout(60_000) })
  return outcomes.map(({ status, address, detail }) => `${address}: ${status} (${detail})`).join('\n')
}
