/** Mails as programs open them that people read mail with; each is skipped, with a line that says so, where it is not there. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { fillText } from '../../src/rendering/fill.ts'
import { renderIssue } from '../../src/rendering/render.ts'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { someSlotValues } from '../support/issues.ts'
import { aFolder } from '../support/cli.ts'
import { goldenIssues } from '../support/golden-issues.ts'
import { composeSample } from '../support/sending/sample-message.ts'

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0
// Mutt wants a terminal, which script (util-linux) gives it.
const hasMutt = has('mutt', '-v') && has('script', '--version')
const hasPython = has('python3', '-c', 'import email')
if (!hasMutt) process.stderr.write('Skipped: mails in mutt. "apt-get install mutt bsdutils" brings what it needs.\n')
if (!hasPython) process.stderr.write('Skipped: mails in Python, because there is no python3.\n')

const templates = await openTemplates()
const issues = Object.entries(goldenIssues).map(([name, issue]) => {
  const rendered = renderIssue(issue, templates)
  return {
    name,
    subject: rendered.subject,
    text: fillText(rendered.text, someSlotValues()),
    message: composeSample(issue, rendered),
  }
})

/** What mutt shows of a message in a Maildir. */
async function showInMutt(message: Buffer): Promise<string> {
  const folder = aFolder()
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(folder, 'box', part), { recursive: true })
  writeFileSync(join(folder, 'box', 'cur', '1:2,S'), message)
  const shown = join(folder, 'shown')
  writeFileSync(
    join(folder, 'muttrc'),
    `set folder=${folder} record="" ` +
      'charset="utf-8" pipe_decode wait_key=no header_cache="" quit=yes\n' +
      'alternative_order text/plain\n' +
      `push "<pipe-message>cat > ${shown}.part; mv ${shown}.part ${shown}<enter><quit>"\n`,
  )
  const command = `mutt -n -R -F ${join(folder, 'muttrc')} -f ${join(folder, 'box')}`
  const env = { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8', TERM: 'xterm' }
  // Its standard input stays open, because the end of it would end mutt before it is done; without mutt, script waits on.
  const mutt = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = once(mutt, 'exit')
  await vi.waitFor(() => expect(existsSync(shown)).toBe(true), { timeout: 10_000, interval: 50 })
  mutt.kill('SIGKILL')
  await ended
  return readFileSync(shown, 'utf8').replaceAll('\r\n', '\n')
}

describe.runIf(hasMutt)('mutt', () => {
  it.each(issues)(
    'shows subject and text of the $name issue as they were written',
    async ({ subject, text, message }) => {
      const shown = await showInMutt(message)
      expect(shown).toContain(`Subject: ${subject}\n`)
      expect(shown).toContain(text.trimEnd())
    },
  )
})

const readInPython = `
import email, email.policy, json, sys
message = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
parts = [part for part in message.walk()]
defects = [str(d) for part in parts for d in part.defects] + [str(d) for part in parts for h in part.values() for d in h.defects]
print(json.dumps({
    "defects": defects,
    "types": [part.get_content_type() for part in parts],
    "text": message.get_body(("plain",)).get_content(),
}))`

describe.runIf(hasPython)('the email package of Python', () => {
  it.each(issues)('reads the $name issue without a defect, text first', ({ text, message }) => {
    const { stdout } = spawnSync('python3', ['-c', readInPython], { input: message, encoding: 'utf8' })
    const read = JSON.parse(stdout) as { defects: string[]; types: string[]; text: string }
    expect(read.defects).toEqual([])
    expect(read.types).toEqual(['multipart/alternative', 'text/plain', 'text/html'])
    expect(read.text.trimEnd()).toBe(text.trimEnd())
  })
})
