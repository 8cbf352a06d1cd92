import { Command } from 'commander'
import { readIssueFile } from '../../app/studio.ts'
import { diffIssues, formatIssueDiff } from '../../issue/diff.ts'
import { withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'

/** `courant issues`: what can be asked of issues that are made. */
export function buildIssuesCommand(): Command {
  const diff = new Command('diff')
    .description('what differs between two issues: subject, papers added, removed, moved, rewritten')
    .argument('<before>', 'issue.json of a preview')
    .argument('<after>', 'issue.json of a preview')
    .action(printDiff)
  return new Command('issues').description('issues that are made').addCommand(withCommonOptions(diff))
}

async function printDiff(before: string, after: string, { json }: CommonOptions): Promise<void> {
  const diff = diffIssues(await readIssueFile(before), await readIssueFile(after))
  if (json === true) printJson(diff)
  else print(toTerminalText(formatIssueDiff(diff)))
}
