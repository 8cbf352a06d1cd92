import { Command } from 'commander'
import { readDigest, type DigestChoices } from '../../app.ts'
import type { ParsedDigest, Problem } from '../../digest/digest.ts'
import { withDigestOptions } from '../digest-options.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'

/** `courant digest check`: what was understood of an input, and every problem with its line. */
export function buildDigestCommand(): Command {
  const check = new Command('check')
    .description('say what was understood of an input, and every problem with its line')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .action(checkDigest)
  return new Command('digest').description('look at a digest').addCommand(withCommonOptions(withDigestOptions(check)))
}

async function checkDigest(inputs: string[], options: CommonOptions & DigestChoices): Promise<void> {
  const parsed = await readDigest(openCommandApp(options), inputs, options)
  if (options.json === true) {
    const { format, confidence, digest, problems } = parsed
    printJson({ format, confidence, digest, problems })
    return
  }
  print(formatCheck(parsed))
}

function formatCheck({ format, confidence, digest, problems }: ParsedDigest): string {
  const { entries, date, source } = digest
  const lines = [
    `${source}: ${entries.length} papers of ${date}, read as ${format} (${Math.round(confidence * 100)} % sure)`,
    ...entries.map(({ position, paper }) => `${String(position).padStart(4)}  ${paper.title}`),
    problems.length === 0 ? 'No problems.' : `${problems.length} problems:`,
    ...problems.map(formatProblem),
  ]
  return lines.map(toTerminalText).join('\n')
}

function formatProblem({ line, code, message }: Problem): string {
  return `  ${line === undefined ? '' : `line ${line}: `}${message} [${code}]`
}
