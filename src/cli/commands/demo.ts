import { Command, Option } from 'commander'
import { runDemo } from '../../app/demo.ts'
import { AppError } from '../../errors.ts'
import { print, printJson, writeFiles } from '../output.ts'

interface DemoOptions {
  readonly out: string
  readonly json?: boolean
}

/** `courant demo`: a tour without network; sends sample papers to sample subscribers through a real SMTP conversation. */
export function buildDemoCommand(): Command {
  return new Command('demo')
    .description('a tour without network: sample papers to sample subscribers, through real SMTP to a built-in inbox')
    .addOption(new Option('--out <dir>', 'folder to write into').default('out/demo'))
    .addOption(new Option('--json', 'print the result as JSON'))
    .action(showDemo)
}

async function showDemo({ out, json }: DemoOptions): Promise<void> {
  const { files, subject, papers, report, received } = await runDemo()
  const paths = await writeFiles(out, files)
  if (json === true) printJson({ subject, papers, files: paths, counts: report.counts, received })
  else print(formatDemo({ subject, papers, out, recipients: report.outcomes.length, received }))
  if (received !== report.outcomes.length) {
    throw new AppError('unavailable', `The built-in inbox received ${received} of ${report.outcomes.length} messages.`)
  }
}

function formatDemo(demo: {
  subject: string
  papers: number
  out: string
  recipients: number
  received: number
}): string {
  return [
    `Subject: ${demo.subject}`,
    `${demo.papers} invented papers went to ${demo.recipients} invented subscribers; the built-in inbox received ${demo.received} messages over SMTP.`,
    '',
    `Look at  ${demo.out}/issue.html  in a browser, ${demo.out}/issue.txt, and the mails ${demo.out}/*.eml.`,
    'Next:    npx courant preview YOUR-DIGEST     (a pasted "Daily Papers" page will do)',
  ].join('\n')
}
