/** The wiring of the studio: settings and inputs in, a source for its pages out. */
import { watch, type FSWatcher } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { prepareIssue, type App, type IssueChoices, type PreparedIssue } from '../app.ts'
import { prepareMessages, sendMessages } from './sending/delivery.ts'
import { checkPrepared } from './preflight.ts'
import { previewReader } from './preview.ts'
import { preparePersonal } from './sending/personal.ts'
import { AppError } from '../errors.ts'
import { diffIssues } from '../issue/diff.ts'
import type { Issue } from '../issue/issue.ts'
import { getMailbox } from '../mail/address.ts'
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
  readonly testAddress?: string | undefined
  /** Reads the settings anew, so that a change of them is seen. */
  readonly openApp: () => App
}

const invented = 'reader@example.com'
/** Editors write a file in several steps; one change is told. */
const settleMs = 150

/** The source of a studio over the same wiring as preview and send. */
export function createStudioSource(options: StudioOptions): StudioSource {
  if (options.inputs.includes('-')) {
    throw new AppError('invalid', 'The studio reads its input again after a change; give it a file instead of -.')
  }
  return {
    load: (choice) => loadState(options, choice),
    watch: (onChange) => watchFiles(listWatched(options), onChange),
    ...(options.testAddress === undefined ? {} : { testAddress: options.testAddress }),
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

/** Reads the issue of an `issue.json` that a preview wrote. */
export async function readIssueFile(path: string): Promise<Issue> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError(error.code === 'ENOENT' ? 'not_found' : 'invalid', `"${path}" cannot be read (${error.code}).`)
  })
  try {
    const { issue } = JSON.parse(text) as { issue?: Issue }
    if (issue?.newsletter !== undefined && Array.isArray(issue.sections) && issue.lead?.paper !== undefined)
      return issue
  } catch (error) {
    throw new AppError('invalid', `"${path}" is no JSON; give an issue.json of courant preview.`, { cause: error })
  }
  throw new AppError('invalid', `"${path}" holds no issue; give an issue.json of courant preview.`)
}

function listWatched({ inputs, configFile, openApp }: StudioOptions): string[] {
  const { templates } = openApp().config.rendering
  const files = inputs.filter((input) => !/^https?:/.test(input))
  return [...files, configFile ?? 'courant.yaml', join(templates ?? packageTemplates, '*')].map((path) => resolve(path))
}

/** Watches the folders of the files, because an editor may put a new file in the place of the old one. */
function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const notify = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, settleMs)
  }
  const watchers = [...Map.groupBy(paths, dirname)].map(([folder, files]): FSWatcher => {
    const all = files.some((file) => file.endsWith('*'))
    return watch(folder, { recursive: all }, (_, name) => {
      if (all || name === null || files.includes(join(folder, name))) notify()
    })
  })
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

async function sendTest(options: StudioOptions, choice: StudioChoice): Promise<string> {
  if (options.testAddress === undefined) throw new AppError('invalid', 'No address for tests is configured.')
  const app = options.openApp()
  const prepared = await prepareChoice(app, options, choice)
  const messages = prepareMessages(app, prepared, [getMailbox(options.testAddress, '--test')])
  const { outcomes } = await sendMessages(app, prepared, messages, { signal: AbortSignal.timeout(60_000) })
  return outcomes.map(({ status, address, detail }) => `${address}: ${status} (${detail})`).join('\n')
}
