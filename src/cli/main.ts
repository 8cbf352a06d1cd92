import { Command, CommanderError } from 'commander'
import { AppError } from '../errors.ts'
import { buildBouncesCommand } from './commands/bounces.ts'
import { buildCampaignsCommand } from './commands/campaigns.ts'
import { buildConfigCommand } from './commands/config.ts'
import { buildDemoCommand } from './commands/demo.ts'
import { buildDigestCommand } from './commands/digest.ts'
import { buildDkimCommand } from './commands/dkim.ts'
import { buildExplainCommand } from './commands/explain.ts'
import { buildInitCommand } from './commands/init.ts'
import { buildIssuesCommand } from './commands/issues.ts'
import { buildPlanCommand } from './commands/plan.ts'
import { buildPreviewCommand } from './commands/preview.ts'
import { buildRankCommand } from './commands/rank.ts'
import { buildSendCommand } from './commands/send.ts'
import { buildSimulateCommand } from './commands/simulate.ts'
import { buildServeCommand } from './commands/serve.ts'
import { buildBackupCommand, buildMigrateCommand } from './commands/store.ts'
import { buildSubscribersCommand } from './commands/subscribers.ts'
import { buildSuppressionsCommand } from './commands/suppressions.ts'
import { exitCode, exitCodeOf } from './exit-code.ts'
import { say } from './output.ts'

/** The whole command line as commander knows it; documentation is tested against it. */
export function buildProgram(): Command {
  const program = new Command('courant')
    .description('Trending research papers to inboxes: parse a digest, rank, preview, send.')
    .version('0.1.0')
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help for the options.')
  const commands = [
    buildPreviewCommand(),
    buildSendCommand(),
    buildPlanCommand(),
    buildCampaignsCommand(),
    buildServeCommand(),
    buildDigestCommand(),
    buildRankCommand(),
    buildExplainCommand(),
    buildBouncesCommand(),
    buildIssuesCommand(),
    buildInitCommand(),
    buildSubscribersCommand(),
    buildSuppressionsCommand(),
    buildMigrateCommand(),
    buildBackupCommand(),
    buildDkimCommand(),
    buildSimulateCommand(),
    buildConfigCommand(),
    buildDemoCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  for (const command of [program, ...commands.flatMap((parent) => [parent, ...parent.commands])]) command.exitOverride()
  return program
}

/** Runs one command line; the only place that prints errors and decides the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', leaveOnClosedPipe)
  try {
    await buildProgram().parseAsync(argv)
  } catch (error) {
    process.exitCode = reportError(error)
  }
}

/** Says what went wrong in words; the stack is shown only where it is a fault of ours. */
function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage
  if (error instanceof AppError && error.code !== 'internal') say(error.message)
  else say(`This is a fault in courant, please report it: ${error instanceof Error ? error.stack : String(error)}`)
  return exitCodeOf(error)
}

/** `courant … | head` closes our output early; that is no error. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCode.ok)
  throw error
}
