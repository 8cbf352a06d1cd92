import { collectEvidence } from '../../src/delivery/bounces/report/collect-evidence.ts'
import { bounceRules, toPlainWords, type BounceRule } from '../../src/delivery/bounces/report/find-reason.ts'
import type { IncomingMessage } from '../../src/mail/incoming-message.ts'

/** Each alternative of each wording as a rule of its own, so that one can be taken away without the others. */
const alternatives: readonly BounceRule[] = bounceRules.flatMap((rule) =>
  splitAlternatives(rule.pattern.source).map((words) => ({ ...rule, pattern: new RegExp(words, 'iu') })),
)

/** The rules as they would be if the mails of `family` had never been seen: without what no other mail supports. */
export function rulesWithout(
  family: ReadonlySet<string>,
  mails: ReadonlyMap<string, IncomingMessage | undefined>,
): readonly BounceRule[] {
  const texts = textsOf(mails)
  const supports = (files: (file: string) => boolean, { pattern }: BounceRule): boolean =>
    [...texts].some(([file, words]) => files(file) && words.some((text) => pattern.test(text)))
  return alternatives.filter(
    (rule) => !supports((file) => family.has(file), rule) || supports((file) => !family.has(file), rule),
  )
}

let known: ReadonlyMap<string, readonly string[]> | undefined

function textsOf(mails: ReadonlyMap<string, IncomingMessage | undefined>): ReadonlyMap<string, readonly string[]> {
  known ??= new Map(
    [...mails].map(([file, message]) => [
      file,
      message ? collectEvidence(message).flatMap(({ words, notice }) => [...words, notice].map(toPlainWords)) : [],
    ]),
  )
  return known
}

/** `a|(?:b|c)|d` at its outermost bars. */
function splitAlternatives(source: string): string[] {
  const parts = ['']
  let depth = 0
  for (const [token] of source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[^]/gu)) {
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (token === '|' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts
}
