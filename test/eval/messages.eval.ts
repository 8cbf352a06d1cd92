/**
 * Ten thousand messages with hostile and odd content: parsed by Python's email package without a defect, verified by mailauth,
 * and in a sample every header field that is taken away or written twice breaks both signatures. `COUNT=500` makes it shorter.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { createDkimSigner } from '../../src/delivery/dkim/dkim.ts'
import { createDkimKey, formatDkimRecord, parseDkimKey } from '../../src/delivery/dkim/dkim-key.ts'
import { compileMessage } from '../../src/delivery/message-template.ts'
import { buildRecipient } from '../../src/delivery/recipient.ts'
import { getMailbox, parseAddress } from '../../src/mail/address.ts'
import { stripSentinels } from '../../src/rendering/slots.ts'
import { aRenderedIssue, header, links } from '../support/sending/messages.ts'

const keys = [
  parseDkimKey(createDkimKey('rsa-sha256'), { domain: 'news.example.com', selector: 'rsa' }),
  parseDkimKey(createDkimKey('ed25519-sha256'), { domain: 'news.example.com', selector: 'ed' }),
]
const signer = createDkimSigner(keys)
const records = new Map(keys.map(formatDkimRecord).map(({ name, text }) => [name, text]))
const resolver = async (name: string): Promise<string[][]> => [[records.get(name) ?? '']]

const pieces = [
  'a', 'word', ' ', '  ', '\t', '.', '..', '=', '==', '\n', '\r', '\r\n.\r\n', 'From ', 'é', 'ß', '漢字', '📄', '👩‍👩‍👧‍👦', '🇩🇪', 'עברית',
  'e\u0301', '\u202e', '\u200b', '<b>', '&amp;', '"', "'", '\\', '=?utf-8?Q?x?=', 'Bcc: all@victim.example', '{{x}}', ',', ';', ':',
  '@', '(', ')', '%0d%0a', 'x'.repeat(90), 'y'.repeat(1200), '\ud83d', '\0', '\u0085', '\u2028',
] // prettier-ignore

/** A generator that gives the same messages every time. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const random = createRandom(20_261_123)

function text(most: number): string {
  const count = Math.floor(random() * most)
  return Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)]).join('')
}

async function buildMessage(number: number): Promise<Buffer> {
  const plain = (most: number): string => stripSentinels(text(most)).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '')
  const rendered = aRenderedIssue({
    subject:
      plain(12)
        .replace(/[\r\n]+/g, ' ')
        .slice(0, 200)
        .trim() || 'x',
    html: { parts: [`<p>${plain(60)}`, plain(30), '</p>\n'], slots: ['address', 'unsubscribeUrl'] },
    text: { parts: [plain(60), `\n${plain(20)}`], slots: ['preferencesUrl'] },
  })
  const address = parseAddress(`reader${number}@example.com`) ?? getMailbox('a@example.com', 'reader').address
  const displayName = plain(6).replace(/[\r\n]+/g, ' ')
  const recipient = buildRecipient({ address, displayName }, links)
  const composed = compileMessage(rendered, header).compose(recipient)
  return Buffer.concat([await signer.signParts(composed), composed.octets])
}

async function verify(message: Buffer): Promise<boolean[]> {
  const { results } = await dkimVerify(message, { resolver })
  return results.map(({ status }: { status: { result: string } }) => status.result === 'pass')
}

/** How many of the changed messages still verify, which none should. */
async function countSurvivors(message: Buffer): Promise<readonly [number, number]> {
  const source = message.toString('latin1')
  const fields = (source.split('\r\n\r\n')[0] ?? '').split(/\r\n(?![ \t])/).filter((field) => !field.startsWith('DKIM'))
  let survivors = 0
  for (const field of fields) {
    for (const changed of [
      source.replace(`${field}\r\n`, ''),
      source.replace(`${field}\r\n`, `${field}\r\n${field}\r\n`),
    ])
      if ((await verify(Buffer.from(changed, 'latin1'))).some(Boolean)) survivors += 1
  }
  return [survivors, fields.length * 2]
}

/** Prints what was found wrong: nothing, one hopes. */
export async function run(): Promise<void> {
  const count = Number(process.env['COUNT'] ?? 10_000)
  const python = spawn('python3', [join(import.meta.dirname, 'check_messages.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answer = python.stdout.toArray()
  let unverified = 0
  let survivors = 0
  let changed = 0
  for (let number = 0; number < count; number += 1) {
    const message = await buildMessage(number)
    if (!(await verify(message)).every(Boolean)) unverified += 1
    if (number % 500 === 0) {
      const [alive, tried] = await countSurvivors(message)
      survivors += alive
      changed += tried
    }
    python.stdin.write(`${message.length}\n`)
    if (!python.stdin.write(message)) await new Promise((resolve) => python.stdin.once('drain', resolve))
  }
  python.stdin.end()
  const [parsed, defects] = Buffer.concat((await answer) as Buffer[])
    .toString()
    .trim()
    .split(' ')
  process.stdout.write(`messages parsed by Python's email   ${parsed}, with defects ${defects}\n`)
  process.stdout.write(`messages with two signatures        ${count}, not verified by mailauth ${unverified}\n`)
  process.stdout.write(`fields taken away or doubled        ${changed}, of which still verified ${survivors}\n`)
}
