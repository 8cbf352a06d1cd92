import { Command, Option } from 'commander'
import { prepareIssue, type IssueChoices } from '../../app/prepare.ts'
import { planSending, type Plan } from '../../app/sending/plan.ts'
import { openLedger } from '../../app/store.ts'
import { formatFinding } from '../../app/preflight.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { formatCount, formatDuration } from '../counts.ts'
import { withIssueOptions } from '../digest-options.ts'
import { exitCode } from '../exit-code.ts'
import { parseSlug } from '../list-options.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'

interface PlanOptions extends CommonOptions, IssueChoices {
  readonly list: ListSlug
}

/** `courant plan`: who, when, how big, how long, what speaks against it, and the hash that `send --plan` is bound to. */
export function buildPlanCommand(): Command {
  const plan = new Command('plan')
    .description('what a sending would be: who, how big, how long, what speaks against it, and its hash')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .addOption(new Option('--list <slug>', 'the list it would go to').argParser(parseSlug).default('main'))
    .action(printPlan)
  return withCommonOptions(withIssueOptions(plan))
}

async function printPlan(inputs: string[], options: PlanOptions): Promise<void> {
  const app = openCommandApp(options)
  const prepared = await prepareIssue(app, inputs, options)
  await using opened = await openLedger(app)
  const { plan } = await planSending(app, opened.store, prepared, { list: options.list })
  if (options.json === true) printJson(plan)
  else print(toTerminalText(formatPlan(plan)))
  if (plan.recipientCount === 0) process.exitCode = exitCode.noInput
}

/** A plan as a page for the terminal. */
export function formatPlan(plan: Plan): string {
  const { least, median, most } = plan.messageBytes
  const verdict = plan.findings.some(({ severity }) => severity === 'error') ? 'would be refused' : 'may go'
  return [
    `${plan.subject} (issue ${plan.number})`,
    `  to ${formatCount(plan.recipientCount, 'reader')} of "${plan.list}", in ${formatCount(plan.selectionCount, 'selection')}`,
    ...formatSubjects(plan),
    ...plan.waves.map(({ at, readerCount }) => `    ${String(readerCount).padStart(8)}  ${at}`),
    ...plan.leftOut.map(({ reason, readerCount }) => `    ${String(readerCount).padStart(8)}  nothing: ${reason}`),
    `  ${median} bytes each (${least} to ${most}), ${plan.totalBytes} in all; ${describeTime(plan.seconds)}`,
    `  preflight: ${verdict}`,
    ...plan.findings.map((finding) => `    ${formatFinding(finding)}`),
    `  plan ${plan.hash.slice(0, 16)}`,
  ].join('\n')
}

const mostSubjects = 5

/** Nothing where all readers have the one of the first line. */
function formatSubjects({ subjects }: Plan): string[] {
  if (subjects.length < 2) return []
  const shown = subjects.slice(0, mostSubjects)
  const left = subjects.length - shown.length
  return [
    ...shown.map(({ subject, readerCount }) => `    ${String(readerCount).padStart(8)}  subject: ${subject}`),
    ...(left === 0 ? [] : [`              and ${formatCount(left, 'other subject')}`]),
  ]
}

function describeTime(seconds: number | undefined): string {
  if (seconds === undefined) return 'as fast as the server takes them (no delivery.rate)'
  return `about ${formatDuration(seconds)}`
}
