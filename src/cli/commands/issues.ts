import { Command, Option } from 'commander'
import type { App } from '../../app.ts'
import { exportFormats, exportIssue, getIssue, listIssues, type ExportFormat } from '../../app/issues.ts'
import { readIssueFile } from '../../app/issue-file.ts'
import { diffIssues, formatIssueDiff } from '../../issue/diff.ts'
import { UsageError } from '../../errors.ts'
import type { Issue } from '../../issue/issue.ts'
import type { ArchivedIssue } from '../../store/issues/issues.ts'
import { withListOptions, type ListOptions } from '../list-options.ts'
import { openCommandApp, wholeNumber } from '../options.ts'
import { print, printJson, say, toTerminalText, writeOutput } from '../output.ts'

const mostListed = 10_000
const highestNumber = 2 ** 31

/** `courant issues`: the archive of a list. */
export function buildIssuesCommand(): Command {
  const list = new Command('list')
    .description('the issues of a list, newest first')
    .addOption(new Option('--count <n>', 'how many').argParser(wholeNumber(1, mostListed)).default(30))
    .addOption(new Option('--before <number>', 'older than this one').argParser(wholeNumber(1, highestNumber)))
    .action(printList)
  const show = withNumber(new Command('show').description('one issue as its readers got it, as text')).action(
    printIssue,
  )
  const diff = new Command('diff')
    .description('what differs between two issues: subject, papers added, removed, moved, rewritten')
    .argument('<before>', 'number of an issue, or issue.json of a preview')
    .argument('<after>', 'number of an issue, or issue.json of a preview')
    .action(printDiff)
  const save = withNumber(new Command('export').description('one issue without anything personal, in an open form'))
    .addOption(new Option('--format <name>', 'which form (default: html, with --json json)').choices(exportFormats))
    .addOption(new Option('--out <file>', 'file to write; standard output without it'))
    .action(saveIssue)
  const parent = new Command('issues').description('issues that were sent')
  for (const child of [list, show, diff, save]) parent.addCommand(withListOptions(child))
  return parent
}

function withNumber(command: Command): Command {
  return command.argument('<number>', 'number of the issue, from "issues list"', wholeNumber(1, highestNumber))
}

async function printList({
  list,
  count,
  before,
  json,
  ...options
}: ListOptions & { readonly count: number; readonly before?: number }): Promise<void> {
  const issues = await listIssues(openCommandApp(options), { list, count, ...(before && { before }) })
  if (json === true) printJson(issues)
  else if (issues.length === 0) say(`The list "${list}" has no issues yet.`)
  else for (const issue of issues) print(toTerminalText(formatLine(issue)))
}

function formatLine({ number, date, subject, frozenAt }: ArchivedIssue): string {
  return `${String(number).padStart(5)}  ${date}  ${subject}${frozenAt === undefined ? '  (not sent yet)' : ''}`
}

async function printIssue(number: number, options: ListOptions): Promise<void> {
  const content = await getIssue(openCommandApp(options), options.list, number)
  if (options.json === true) printJson(content.issue)
  else print(toTerminalText(content.text))
}

async function saveIssue(
  number: number,
  options: ListOptions & { readonly format?: ExportFormat; readonly out?: string },
): Promise<void> {
  const { json, format = json === true ? 'json' : 'html', list, out } = options
  if (json === true && format !== 'json') throw new UsageError(`Give --json or --format ${format}, not both.`)
  const content = await getIssue(openCommandApp(options), list, number)
  await writeOutput(exportIssue(content, format), out)
}

async function printDiff(before: string, after: string, options: ListOptions): Promise<void> {
  const app = openCommandApp(options)
  const diff = diffIssues(await readIssue(app, options, before), await readIssue(app, options, after))
  if (options.json === true) printJson(diff)
  else print(toTerminalText(formatIssueDiff(diff)))
}

/** A whole number is an issue of the archive, anything else a file. */
async function readIssue(app: App, { list }: ListOptions, name: string): Promise<Issue> {
  return /^[1-9]\d{0,8}$/.test(name) ? (await getIssue(app, list, Number(name))).issue : readIssueFile(name)
}
