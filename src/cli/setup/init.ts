import { createInterface } from 'node:readline'
import { Argument, Command, Option } from 'commander'
import { AppError } from '../../errors.ts'
import { checkAnswer, checkIsNew, defaultAnswers, initFolder, type Answers, type InitFile } from '../../app/init.ts'
import { copyTemplates } from '../../app/preview.ts'
import { print, printJson, say } from '../output.ts'

interface InitOptions extends Partial<Answers> {
  readonly templates?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** `courant init`: files to start from. */
export function buildInitCommand(): Command {
  return new Command('init')
    .description('write files to start from: courant.yaml, .env and .gitignore, or a copy of the templates to change')
    .addArgument(new Argument('[folder]', 'where to write').default('.'))
    .addOption(new Option('--name <text>', 'name of the newsletter'))
    .addOption(new Option('--from <mailbox>', 'who sends: "Name <address>"'))
    .addOption(new Option('--postal-address <text>', 'postal address for the footer'))
    .addOption(new Option('--smtp-host <name>', 'SMTP server'))
    .addOption(new Option('--smtp-user <name>', 'name to log in with'))
    .addOption(new Option('--zone <name>', 'IANA time zone of the schedule'))
    .addOption(new Option('--cron <pattern>', 'when issues go out, five fields'))
    .addOption(new Option('--force', 'write over files that are there; .env is kept all the same'))
    .addOption(new Option('--templates <dir>', 'only copy the templates into this new folder'))
    .addOption(new Option('--json', 'print the result as JSON'))
    .action(initFiles)
}

async function initFiles(folder: string, options: InitOptions): Promise<void> {
  const { templates, force, json, ...flags } = options
  if (templates !== undefined) return initTemplates(templates, json)
  if (force !== true) checkIsNew(folder)
  const answers = process.stdin.isTTY && process.stdout.isTTY ? await ask(flags) : { ...defaultAnswers, ...flags }
  const files = await initFolder(folder, answers, force === undefined ? {} : { force })
  if (json === true) printJson({ files })
  else print(formatFiles(files))
}

async function initTemplates(templates: string, json: boolean | undefined): Promise<void> {
  const files = await copyTemplates(templates)
  if (json === true) printJson({ files })
  else
    print(
      `${files.join('\n')}\nSet rendering.templates to "${templates}" to use them; what you delete comes from the package.`,
    )
}

const questions = [
  ['name', 'Name of the newsletter'],
  ['from', 'Sender, Name <address>'],
  ['postalAddress', 'Postal address for the footer'],
  ['smtpHost', 'SMTP server'],
  ['smtpUser', 'SMTP user'],
  ['zone', 'Time zone'],
  ['cron', 'When, as a cron pattern'],
] as const

/** Asks for what no flag says; an empty answer takes the default in brackets. */
async function ask(flags: Partial<Answers>): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // Lines are taken from the iterator, because it keeps what was pasted ahead of its question.
  const lines = terminal[Symbol.asyncIterator]()
  let isOpen = true
  terminal.once('close', () => (isOpen = false))
  const readLine = async (question: string): Promise<string> => {
    terminal.setPrompt(question)
    // Whoever leaves may do so in the breath of an answer, before its next question.
    if (isOpen) terminal.prompt()
    const { value, done } = await lines.next()
    if (done === true) throw new AppError('unavailable', '\nNothing was written.')
    return value.trim()
  }
  const answers: Record<string, string> = { ...defaultAnswers, ...flags }
  try {
    for (const [key, question] of questions.filter(([name]) => flags[name] === undefined)) {
      const answer = await askOne(readLine, key, `${question} [${answers[key] ?? 'none yet'}]: `)
      if (answer !== '') answers[key] = answer
    }
  } finally {
    terminal.close()
  }
  return answers as unknown as Answers
}

/** One answer; a wrong one is asked for again. */
async function askOne(
  readLine: (question: string) => Promise<string>,
  key: keyof Answers,
  question: string,
): Promise<string> {
  for (;;) {
    const answer = await readLine(question)
    try {
      if (answer !== '') checkAnswer(key, answer)
      return answer
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      say(error.message)
    }
  }
}

function formatFiles(files: readonly InitFile[]): string {
  return [
    ...files.map(({ path, action }) => `${action.padEnd(8)}  ${path}`),
    '',
    'Next: look through courant.yaml, put the SMTP password into .env, then:',
    '  courant doctor                      what is missing or wrong',
    '  courant subscribers import FILE     who gets it: readers of the list main',
    '  courant preview DIGEST              the issue as files',
    '  courant schedule next               when issues go out',
    '  courant serve                       sends them, and serves the pages',
  ].join('\n')
}
