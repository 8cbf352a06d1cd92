import { Command, CommanderError } from 'commander'
import { AppError } from '../errors.ts'
import { exitCode, exitCodeOf } from './exit-code.ts'
import { say } from './output.ts'
import { isAtWork } from './stop-signal.ts'
import { describeSystemError } from './system-error.ts'

/** Every command by its name; each loads what it needs only when it is called, which is most of the time and memory to start. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  preview: async () => (await import('./commands/preview.ts')).buildPreviewCommand(),
  send: async () => (await import('./commands/send.ts')).buildSendCommand(),
  plan: async () => (await import('./commands/plan.ts')).buildPlanCommand(),
  campaigns: async () => (await import('./commands/campaigns.ts')).buildCampaignsCommand(),
  serve: async () => (await import('./commands/serve.ts')).buildServeCommand(),
  digest: async () => (await import('./commands/digest.ts')).buildDigestCommand(),
  rank: async () => (await import('./commands/rank.ts')).buildRankCommand(),
  explain: async () => (await import('./commands/explain.ts')).buildExplainCommand(),
  schedule: async () => (await import('./commands/schedule.ts')).buildScheduleCommand(),
  worker: async () => (await import('./commands/schedule.ts')).buildWorkerCommand(),
  doctor: async () => (await import('./setup/doctor.ts')).buildDoctorCommand(),
  bounces: async () => (await import('./commands/bounces.ts')).buildBouncesCommand(),
  issues: async () => (await import('./commands/issues.ts')).buildIssuesCommand(),
  init: async () => (await import('./setup/init.ts')).buildInitCommand(),
  subscribers: async () => (await import('./readers/subscribers.ts')).buildSubscribersCommand(),
  suppressions: async () => (await import('./readers/suppressions.ts')).buildSuppressionsCommand(),
  migrate: async () => (await import('./commands/store.ts')).buildMigrateCommand(),
  backup: async () => (await import('./commands/store.ts')).buildBackupCommand(),
  dkim: async () => (await import('./commands/dkim.ts')).buildDkimCommand(),
  simulate: async () => (await import('./commands/simulate.ts')).buildSimulateCommand(),
  config: async () => (await import('./commands/config.ts')).buildConfigCommand(),
  inbox: async () => (await import('./setup/inbox.ts')).buildInboxCommand(),
  demo: async () => (await import('./commands/demo.ts')).buildDemoCommand(),
}

/** The command line as commander knows it: whole, as documentation is tested against it, or with one command alone. */
export async function buildProgram(name = ''): Promise<Command> {
  const program = new Command('courant')
    .description('Trending research papers to inboxes: parse a digest, rank, preview, send.')
    .version('0.1.0')
  const one = Object.hasOwn(commands, name) ? commands[name] : undefined
  const built = await Promise.all((one === undefined ? Object.values(commands) : [one]).map((build) => build()))
  for (const command of built) program.addCommand(command)
  for (const command of [program, ...built.flatMap((parent) => [parent, ...parent.commands])])
    command.exitOverride().showSuggestionAfterError().showHelpAfterError('Add --help for the options.')
  return program
}

/** Runs one command line; the only place that prints errors and decides the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', leaveWithoutReader)
  process.stderr.on('error', () => {})
  try {
    const program = await buildProgram(argv[2])
    await program.parseAsync(argv)
  } catch (error) {
    process.exitCode = reportError(error)
  }
}

/** Says what went wrong in words; the stack is shown only where it is a fault of ours. */
function reportError(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCode.ok : exitCode.usage
  const error = describeSystemError(thrown) ?? thrown
  if (error instanceof AppError && error.code !== 'internal') say(error.message)
  else say(`This is a fault in courant, please report it: ${error instanceof Error ? error.stack : String(error)}`)
  return exitCodeOf(error)
}

/**
 * `courant … | head` closes our output early; that is no error. Whoever is at work goes on without a reader, because a
 * sending is not cut off for its words.
 */
function leaveWithoutReader(error: NodeJS.ErrnoException): void {
  if (isAtWork()) return
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.ok)
  say(`The result cannot be written to standard output: ${error.message}.`)
  process.exit(process.exitCode || exitCode.tryLater)
}
