import { execFile } from 'node:child_process'
import { Command, Option } from 'commander'
import { prepareIssue, type IssueChoices } from '../../app.ts'
import { previewFiles } from '../../app-preview.ts'
import { getMailbox } from '../../mail/address.ts'
import { withIssueOptions } from '../digest-options.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, say, writeFiles } from '../output.ts'

interface PreviewOptions extends CommonOptions, IssueChoices {
  readonly out: string
  readonly as: string
  readonly open?: boolean
}

/** `courant preview`: the issue as files, the very octets that `send` would give to the server. */
export function buildPreviewCommand(): Command {
  const preview = new Command('preview')
    .description('render an issue to issue.html, issue.txt, issue.eml and issue.json')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .addOption(new Option('--out <dir>', 'folder to write into').default('out'))
    .addOption(new Option('--as <address>', 'as this subscriber sees it').default('reader@example.com'))
    .addOption(new Option('--open', 'open issue.html in the browser'))
    .action(previewIssue)
  return withCommonOptions(withIssueOptions(preview))
}

async function previewIssue(inputs: string[], options: PreviewOptions): Promise<void> {
  const app = openCommandApp(options)
  const reader = getMailbox(options.as, '--as')
  const prepared = await prepareIssue(app, inputs, options)
  const paths = await writeFiles(options.out, previewFiles(app, prepared, reader))
  const { issue, rendered, parsed } = prepared
  const result = {
    files: paths,
    subject: issue.subject,
    papers: issue.paperCount,
    dropped: issue.droppedCount,
    htmlBytes: rendered.htmlBytes,
    cuts: rendered.cuts,
    problems: parsed.problems,
  }
  if (options.json === true) printJson(result)
  else print(`${result.subject}\n${result.papers} papers, ${result.htmlBytes} bytes of HTML\n${paths.join('\n')}`)
  for (const { line, message } of parsed.problems) say(line === undefined ? message : `line ${line}: ${message}`)
  if (options.open === true) openInBrowser(paths.find((path) => path.endsWith('.html')) ?? options.out)
}

function openInBrowser(path: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as 'darwin' | 'win32'] ?? 'xdg-open'
  execFile(command, [path], (error) => {
    if (error) say(`No browser could be opened (${command} failed); open ${path} yourself.`)
  })
}
