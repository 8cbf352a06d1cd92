import { Option, type Command } from 'commander'
import { digestFormats } from '../digest/formats.ts'
import { periods } from '../rendering/views/dateline.ts'
import { layouts } from '../rendering/templates/templates.ts'
import { enrichmentSources } from '../sources/enrich.ts'
import { wholeNumber } from './options.ts'

/** Adds the options of everything that reads a digest. */
export function withDigestOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <name>', 'read the input as this format').choices(digestFormats))
    .addOption(
      new Option('--enrich <source>', 'look up by title what the input does not say').choices(enrichmentSources),
    )
}

/** Adds the options of everything that ranks. */
export function withRankingOptions(command: Command): Command {
  return withDigestOptions(command).addOption(
    new Option('--limit <n>', 'papers at most (default: selection.limit)').argParser(wholeNumber(1)),
  )
}

/** Adds the options of everything that makes an issue. */
export function withIssueOptions(command: Command): Command {
  return withRankingOptions(command)
    .addOption(new Option('--number <n>', 'number of the issue, for the masthead').argParser(wholeNumber(1)))
    .addOption(new Option('--layout <name>', 'how much of each paper is shown').choices(layouts).default('full'))
    .addOption(
      new Option('--period <name>', 'whether the issue covers a day or a week').choices(periods).default('day'),
    )
}
