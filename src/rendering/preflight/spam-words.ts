import type { Finding } from './finding.ts'
import { found, type CheckedPage } from './page.ts'

/** Phrases that content filters and readers take for advertising; none of them belongs into a list of papers. */
const phrases = `
  act now, apply now, buy now, call now, click here, click below, order now, subscribe now, 100% free,
  absolutely free, free access, free gift, free trial, risk-free, no obligation, limited time, offer expires,
  once in a lifetime, special promotion, urgent, while supplies last, cash bonus, double your, earn money,
  extra income, make money, million dollars, winner, you have won, cheap, lowest price, best price, bargain,
  discount, money back, satisfaction guaranteed, dear friend, this is not spam, this isn’t spam, as seen on,
  miracle, weight loss, viagra, casino
`

const alternatives = phrases
  .trim()
  .split(/\s*,\s*/)
  .join('|')
const pattern = new RegExp(`(?<![\\w-])(${alternatives})(?![\\w-])`, 'i')

/** Words and shouting that cost trust, in what the operator wrote; papers' own words count in the subject only. */
export function checkSpamWords({ rendered: { subject, preheader }, texts }: CheckedPage): Finding[] {
  const header = { part: 'header' } as const
  const written = texts
    .filter(({ isFromPaper }) => !isFromPaper)
    .map(({ text, line }) => ({ text, where: { part: 'html', line, quote: text.slice(0, 60) } as const }))
  const all = [{ text: subject, where: header }, { text: preheader, where: header }, ...written]
  const spam = all.flatMap(({ text, where }) => {
    const phrase = pattern.exec(text)?.[1]
    return phrase === undefined ? [] : [found('warning', 'spam.words', `"${phrase}" reads like advertising.`, where)]
  })
  return [...spam, ...checkShouting(subject)]
}

function checkShouting(subject: string): Finding[] {
  const header = { part: 'header' } as const
  const letters = subject.replace(/[^\p{L}]/gu, '')
  const capitals = letters.replace(/[^\p{Lu}]/gu, '')
  return [
    ...(letters.length > 9 && capitals.length > letters.length * 0.6
      ? [found('warning', 'spam.shouting', 'The subject is written in capitals.', header)]
      : []),
    ...(/[!?]{2,}|[$€£]{2,}/.test(subject)
      ? [found('warning', 'spam.marks', 'The subject has marks in a row (!!, ??, $$).', header)]
      : []),
    ...(/^(re|fwd?|aw|wg):/i.test(subject)
      ? [found('error', 'subject.reply', 'The subject pretends to be an answer.', header)]
      : []),
  ]
}
