import { execFile } from 'node:child_process'
import { Command, Option } from 'commander'
import type { App } from '../../app.ts'
import { prepareIssue, type IssueChoices, type PreparedIssue } from '../../app/prepare.ts'
import { checkLinksOf, checkPrepared, formatFinding } from '../../app/preflight.ts'
import { previewFiles, previewReader } from '../../app/preview.ts'
import { preparePersonal, type PersonalView } from '../../app/sending/personal.ts'
import { createStudioSource } from '../../app/studio.ts'
import { getMailbox, type Mailbox } from '../../mail/address.ts'
import { listFixedLinks } from '../../rendering/preflight/check-links.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { openStudio } from '../../web/studio/open-studio.ts'
import { withIssueOptions } from '../digest-options.ts'
import { parseSlug } from '../list-options.ts'
import { openCommandApp, readMailbox, wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, say, toTerminalText, writeFiles } from '../output.ts'
import { startProgress } from '../progress.ts'
import { onStopSignal } from '../stop-signal.ts'

interface PreviewOptions extends CommonOptions, IssueChoices {
  readonly out: string
  readonly as?: Mailbox
  readonly list: ListSlug
  readonly open?: boolean
  readonly checkLinks?: boolean
  readonly serve?: boolean
  readonly port: number
  readonly test?: Mailbox
}

/** Who reads when nobody is named. */
const sampleReader = getMailbox('reader@example.com', 'The sample reader')

/** `courant preview`: the issue as files, the very octets that `send` would give to the server. */
export function buildPreviewCommand(): Command {
  const preview = new Command('preview')
    .description('render an issue to issue.html, issue.txt, issue.eml and issue.json')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .addOption(new Option('--out <dir>', 'folder to write into').default('out'))
    .addOption(new Option('--as <address>', 'as this subscriber sees it').argParser(readMailbox))
    .addOption(new Option('--list <slug>', 'the list that --as reads').argParser(parseSlug).default('main'))
    .addOption(new Option('--open', 'open issue.html, or the studio, in the browser'))
    .addOption(new Option('--check-links', 'ask every link whether it answers'))
    .addOption(new Option('--serve', 'open the studio: a live preview on this machine'))
    .addOption(
      new Option('--port <n>', 'port of the studio; 0 takes a free one').argParser(wholeNumber(0, 65_535)).default(0),
    )
    .addOption(new Option('--test <address>', 'where the studio may send tests').argParser(readMailbox))
    .action((inputs: string[], options: PreviewOptions) =>
      options.serve === true ? serveStudio(inputs, options) : previewIssue(inputs, options),
    )
  return withCommonOptions(withIssueOptions(preview))
}

async function previewIssue(inputs: string[], options: PreviewOptions): Promise<void> {
  const app = openCommandApp(options)
  const reader = options.as ?? sampleReader
  const whole = await prepareIssue(app, inputs, options)
  const { prepared, notice } = await viewAs(app, whole, options)
  const paths = await writeFiles(options.out, previewFiles(app, prepared, reader))
  const findings = await listFindings(app, prepared, reader, options)
  const { issue, rendered, parsed } = prepared
  const { subject, paperCount: papers, droppedCount: dropped } = issue
  const { htmlBytes, cuts } = rendered
  const { problems } = parsed
  if (options.json === true) printJson({ files: paths, subject, papers, dropped, htmlBytes, cuts, problems, findings })
  else print(toTerminalText(`${subject}\n${papers} papers, ${htmlBytes} bytes of HTML\n${paths.join('\n')}`))
  for (const { line, message } of problems) say(line === undefined ? message : `line ${line}: ${message}`)
  for (const line of [...prepared.notices, ...(notice === undefined ? [] : [notice])]) say(line)
  for (const finding of findings) say(formatFinding(finding))
  if (options.open === true) openInBrowser(paths.find((path) => path.endsWith('.html')) ?? options.out)
}

/** Nobody is named: the issue as it is. */
async function viewAs(
  app: App,
  whole: PreparedIssue,
  { as: reader, list }: PreviewOptions,
): Promise<Partial<PersonalView> & Pick<PersonalView, 'prepared'>> {
  return reader === undefined ? { prepared: whole } : await preparePersonal(app, whole, { list, reader })
}

async function listFindings(
  app: App,
  prepared: PreparedIssue,
  reader: Mailbox,
  options: PreviewOptions,
): Promise<Finding[]> {
  const findings = await checkPrepared(app, prepared, previewReader(app, prepared, reader).slots)
  return options.checkLinks === true ? [...findings, ...(await askLinks(app, prepared))] : findings
}

async function askLinks(app: App, prepared: PreparedIssue): Promise<Finding[]> {
  const progress = startProgress('Asking links', listFixedLinks(prepared.rendered).length)
  return checkLinksOf(app, prepared, () => progress.step()).finally(() => progress.end())
}

/** Answers until it is interrupted. */
async function serveStudio(inputs: string[], options: PreviewOptions): Promise<void> {
  const source = createStudioSource({
    ...options,
    inputs,
    configFile: options.config,
    previousFolder: options.out,
    openApp: () => openCommandApp(options),
  })
  const studio = await openStudio(source, { port: options.port })
  print(options.json === true ? JSON.stringify({ url: studio.url }) : studio.url)
  say('The studio answers on this machine only, to whoever has this address. Ctrl+C ends it.')
  if (options.open === true) openInBrowser(studio.url)
  using stop = onStopSignal()
  await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }))
  await studio.close()
}

function openInBrowser(place: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as 'darwin' | 'win32'] ?? 'xdg-open'
  execFile(command, [place], (error) => {
    if (error) say(toTerminalText(`No browser could be opened (${command} failed); open ${place} yourself.`))
  })
}
