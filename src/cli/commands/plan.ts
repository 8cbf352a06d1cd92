import { Command, Option } from 'commander'
import { prepareIssue, type IssueChoices } from '../../app.ts'
import { buildPlan, type Plan } from '../../app/sending/plan.ts'
import { formatFinding } from '../../app/preflight.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
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
  const plan = await buildPlan(app, await prepareIssue(app, inputs, options), options.list)
  if (options.json === true) printJson(plan)
  else print(toTerminalText(formatPlan(plan)))
  if (plan.recipientCount === 0) process.exitCode = exitCode.noInput
}

function formatPlan(plan: Plan): string {
  const verdict = plan.findings.some(({ severity }) => severity === 'error') ? 'would be refused' : 'may go'
  return [
    plan.subject,
    `  to ${plan.recipientCount} readers of "${plan.list}"`,
    `  ${plan.messageBytes} bytes each, ${plan.totalBytes} in all; about ${formatDuration(plan.seconds)}`,
    `  preflight: ${verdict}`,
    ...plan.findings.map((finding) => `    ${formatFinding(finding)}`),
    `  plan ${plan.hash.slice(0, 16)}`,
  ].join('\n')
}

function formatDuration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
}
