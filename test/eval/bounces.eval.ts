/*
 * How well mails that came back are understood, on the real corpus beside the checkout. The rules were written while
 * looking at all of it, so the plain figure is no forecast. The forecast is `families left out`: each family of mail
 * systems is judged without the wordings that only its own mails support, as if none of them had been seen. What is
 * built into the readers of reports (where an address or a command stands) stays, so it is a little too kind; that
 * wordings are also missed which knowledge alone would have given makes it a little too strict.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { classifyMessage, classifyParsed } from '../../src/delivery/bounces/classify.ts'
import { noBounce, type Bounce, type BounceKind } from '../../src/delivery/bounces/bounce.ts'
import { parseMessage, type IncomingMessage } from '../../src/mail/incoming-message.ts'
import { rulesWithout } from './bounce-families.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'

/** One line of the truth beside the corpus. */
interface Expected {
  readonly status: string
  readonly replycode: string
  readonly reason: string
  readonly hardbounce: boolean
  readonly feedbacktype: string | null
}

/** A file, what the truth says of it, and what we say. */
export interface Classified {
  readonly file: string
  readonly expected: readonly BounceKind[]
  readonly actual: Bounce
  readonly isRight: boolean
  /** Somebody would be suppressed whom the truth does not want suppressed. */
  readonly isWrongSuppression: boolean
  readonly truth: string
}

/** Classifies the whole corpus. */
export async function classifyCorpus(): Promise<Classified[]> {
  const truth = readTruth()
  return Promise.all(
    listFiles().map(async (file) => compare(file, truth[file] ?? [], await classifyMessage(readMail(file)))),
  )
}

/** Classifies each family of the corpus without the wordings that only its mails support. */
async function classifyLeftOut(): Promise<Classified[]> {
  const truth = readTruth()
  const mails = new Map<string, IncomingMessage | undefined>()
  for (const file of listFiles()) mails.set(file, await parseMessage(readMail(file)))
  const families = Map.groupBy(mails.keys(), familyOf)
  return [...families.values()].flatMap((family) => {
    const rules = rulesWithout(new Set(family), mails)
    return family.map((file) => {
      const message = mails.get(file)
      return compare(file, truth[file] ?? [], message ? classifyParsed(message, rules) : noBounce)
    })
  })
}

/** `lhost-exim-04.eml` is of Exim. */
const familyOf = (file: string): string => file.replace(/-?\d+\.eml$/, '')
const listFiles = (): string[] => readdirSync(sharedPath('bounces', 'eml')).sort()
const readMail = (file: string): Buffer => readFileSync(sharedPath('bounces', 'eml', file))
const readTruth = (): Record<string, Expected[]> =>
  JSON.parse(readFileSync(sharedPath('bounces', 'expected.json'), 'utf8')) as Record<string, Expected[]>

function compare(file: string, truth: readonly Expected[], actual: Bounce): Classified {
  const expected = truth.map(expectedKind)
  const found = actual.kind === 'none' && actual.recipients.length === 0 ? ['none' as const] : kindsOf(actual)
  return {
    file,
    expected,
    actual,
    isRight:
      sorted(found) === sorted(expected) ||
      (found.length === 1 && expected.every((kind) => kind === 'none') && found[0] === 'none'),
    isWrongSuppression: count(found, suppressing) > count(expected, suppressing),
    truth: truth.map(({ status, replycode, reason }) => [status, replycode, reason].join(' ').trim()).join(', '),
  }
}

/** The corpus knows hard bounces and reasons; auth-failure reports (RFC 6591) are no complaint of a reader. */
function expectedKind({ reason, hardbounce, feedbacktype }: Expected): BounceKind {
  if (reason === 'feedback') return feedbacktype === 'auth-failure' ? 'none' : 'complaint'
  if (reason === 'vacation') return 'auto_reply'
  if (reason === 'delivered') return 'none'
  return hardbounce ? 'hard' : 'soft'
}

const suppressing = new Set<BounceKind>(['hard', 'complaint', 'unsubscribe'])
const kindsOf = ({ kind, recipients }: Bounce): BounceKind[] =>
  recipients.length === 0 ? [kind] : recipients.map((recipient) => recipient.kind)
const sorted = (kinds: readonly BounceKind[]): string => kinds.toSorted().join()
const count = (kinds: readonly BounceKind[], wanted: ReadonlySet<BounceKind>): number =>
  kinds.filter((kind) => wanted.has(kind)).length

/** Prints the figures and the misses. */
export async function run(): Promise<void> {
  if (!hasSharedData) return
  const all = await classifyCorpus()
  report('all wordings', all)
  printMisses(all)
  const leftOut = await classifyLeftOut()
  report('families left out', leftOut)
  printMisses(leftOut)
}

function printMisses(some: readonly Classified[]): void {
  for (const { file, truth, expected, actual, isRight, isWrongSuppression } of some) {
    if (isRight) continue
    const got = actual.recipients.map(({ kind, status, reason }) => `${kind} ${status ?? ''} ${reason}`).join(', ')
    const wrong = isWrongSuppression ? ' (wrong suppression)' : ''
    process.stdout.write(`  ${file}: ${expected.join(',')} (${truth}), not ${got || actual.kind}${wrong}\n`)
  }
}

function report(name: string, some: readonly Classified[]): void {
  const right = some.filter(({ isRight }) => isRight).length
  const named = some.filter(({ actual, expected }) => actual.recipients.length > 0 || expected[0] === 'none').length
  const wrong = some.filter(({ isWrongSuppression }) => isWrongSuppression).length
  const percent = ((100 * right) / some.length).toFixed(1)
  process.stdout.write(
    `${name.padEnd(18)} ${right} of ${some.length} as expected (${percent} %), address found in ${named}, wrong suppressions ${wrong}\n`,
  )
}
