/** The wiring of a new newsletter: answers in, the files of a folder to start from out. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isZone } from '../clock.ts'
import { AppError } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'
import { getMailbox } from '../mail/address.ts'
import { openPattern } from '../schedule/next-run.ts'

/** What a new newsletter has to know; everything else has a default that is told in the file. */
export interface Answers {
  readonly name: string
  readonly from?: string
  readonly postalAddress?: string
  readonly smtpHost: string
  readonly smtpUser?: string
  readonly zone: string
  readonly cron: string
}

/** Used where nothing is answered. */
export const defaultAnswers: Answers = {
  name: 'Trending Papers',
  smtpHost: 'localhost',
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  cron: '0 7 * * mon-fri',
}

/** A file of the folder, and whether it was written, added to or left as it was. */
export interface InitFile {
  readonly path: string
  readonly action: 'written' | 'added to' | 'kept'
}

/** What is never committed: secrets and readers. */
const ignored = ['.env', '*.sqlite', '*.sqlite-shm', '*.sqlite-wal', 'out/']

/**
 * Writes `courant.yaml`, `.env.example`, `.env` with a fresh key, and the lines of `.gitignore` that are missing. A
 * `.env` that is there is always kept: with a new key the links in mails already sent would be dead.
 *
 * @throws AppError `conflict` where a file is there already and `force` is not given; then nothing is written
 */
export async function initFolder(
  folder: string,
  answers: Answers,
  { force = false }: { readonly force?: boolean } = {},
): Promise<InitFile[]> {
  for (const [key, answer] of Object.entries(answers)) checkAnswer(key as keyof Answers, answer)
  const files = { 'courant.yaml': formatConfigFile(answers), '.env.example': formatEnvFile('') }
  if (!force) checkIsNew(folder)
  await makeFolder(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return [
    ...Object.keys(files).map((name) => ({ path: join(folder, name), action: 'written' as const })),
    await writeEnv(join(folder, '.env')),
    await addIgnored(join(folder, '.gitignore')),
  ]
}

/** @throws AppError `conflict` where the folder has settings already, so that nobody answers for nothing */
export function checkIsNew(folder: string): void {
  const there = ['courant.yaml', '.env.example'].filter((name) => existsSync(join(folder, name)))
  if (there.length === 0) return
  const [are, them] = there.length === 1 ? ['is', 'it'] : ['are', 'them']
  throw new AppError(
    'conflict',
    `${there.join(' and ')} ${are} there already in "${folder}". Nothing was written; --force writes over ${them}.`,
  )
}

async function writeEnv(path: string): Promise<InitFile> {
  if (existsSync(path)) return { path, action: 'kept' }
  await writeFile(path, formatEnvFile(randomBytes(32).toString('hex')), { flag: 'wx', mode: 0o600 })
  return { path, action: 'written' }
}

async function addIgnored(path: string): Promise<InitFile> {
  const before = existsSync(path) ? await readFile(path, 'utf8') : ''
  const known = new Set(before.split(/\r?\n/).map((line) => line.trim()))
  const missing = ignored.filter((line) => !known.has(line))
  if (missing.length === 0) return { path, action: 'kept' }
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`
  await writeFile(path, `${start}${missing.join('\n')}\n`)
  return { path, action: before === '' ? 'written' : 'added to' }
}

/** @throws AppError `invalid` for an answer that the settings would refuse */
export function checkAnswer(key: keyof Answers, answer: string): void {
  if (key === 'from') getMailbox(answer, 'The sender')
  if (key === 'zone' && !isZone(answer))
    throw new AppError('invalid', `"${answer}" is no time zone; write an IANA name such as Europe/Berlin.`)
  if (key === 'cron') openPattern({ cron: answer, zone: 'UTC' })
}

/** Values are written as JSON strings, which YAML reads as they are. */
function formatConfigFile({ name, from, postalAddress, smtpHost, smtpUser, zone, cron }: Answers): string {
  const set = (key: string, value: string | undefined, example: string): string =>
    value === undefined ? `# ${key}: ${JSON.stringify(example)}` : `${key}: ${JSON.stringify(value)}`
  return `# Settings of a newsletter. "courant config schema" has all of them; "courant doctor" says what is missing or wrong.
# Secrets never stand here: they are in .env, or in the environment.

newsletter:
  name: ${JSON.stringify(name)}
  # One line under the name.
  # tagline: "What is new, every weekday"
  # Who sends. Needed to send.
  ${set('from', from, 'Trending Papers <papers@news.example.com>')}
  # Postal address for the footer; anti-spam law asks for one. Needed to send.
  ${set('postalAddress', postalAddress, 'Reading Group, 1 Example Street, 12345 Exampleton')}

smtp:
  host: ${JSON.stringify(smtpHost)}
  # starttls (never in clear), tls from the first octet, or none for a server on this machine.
  security: starttls
  # port: 587
  # The password is COURANT_SMTP_PASSWORD.
  ${set('user', smtpUser, 'papers@news.example.com')}

web:
  # Public address of the pages. With it and COURANT_SECRET, readers leave with one click.
  # publicUrl: "https://news.example.com"

selection:
  # Papers in an issue.
  limit: 20

# When issues go out by themselves; "courant schedule next" shows the coming ones.
schedules:
  - name: daily
    # Minute, hour, day, month, weekday: time on the wall in this zone.
    cron: ${JSON.stringify(cron)}
    zone: ${JSON.stringify(zone)}
    # A file, or several; {date} stands for the day of the issue.
    source: "digests/{date}.txt"
    # Who gets it: a list of the database, or instead "subscribers: readers.csv".
    list: main
    # Only when arXiv has announced papers; none for every day of the pattern.
    calendar: arxiv
    # Days without an issue: 2026-12-25, 12-25 for every year, 12-24..01-01 for all between.
    # holidays: ["12-24..01-01"]
    # A day without papers: skip, hold (wait for them), rollover (to the next issue), best (of the last days).
    emptyDay: skip
    # How late an issue may still go out, when this machine slept.
    catchUpHours: 12
`
}

function formatEnvFile(secret: string): string {
  return `# Secrets. Keep this file out of version control; each one can also be a file that VARIABLE_FILE names.
${secret === '' ? '# Signs the links of readers: the output of "openssl rand -hex 32".\nCOURANT_SECRET=' : `# Signs the links of readers. Keep it: with another one, links in mails already sent are dead.\nCOURANT_SECRET=${secret}`}
# Password of smtp.user.
COURANT_SMTP_PASSWORD=
`
}
