import type { Candidate } from '../candidate.ts'
import type { Reason } from '../ranking.ts'

/** Points for what title and abstract say; the only component that is always there. */
export function scoreText({ paper }: Candidate): Reason[] {
  const cues: [RegExp, number, string][] = [
    [/\bopen[- ]sourc|\bwe release\b|publicly available/i, 2, 'It releases what it made.'],
    [/\b(?:large language model|LLM|agent|reasoning|foundation model)/i, 2, 'Its subject is widely read at present.'],
    [/\d+(?:\.\d+)?\s?(?:%|x\b|×)/, 1, 'It reports results in numbers.'],
    [/\bstate[- ]of[- ]the[- ]art\b/i, 0.5, 'It claims the state of the art.'],
  ]
  const found = cues.filter(([pattern]) => pattern.test(`${paper.title} ${paper.abstract}`))
  const points = found.reduce((sum, [, value]) => sum + value, 1 + Math.min(paper.abstract.length, 2000) / 1000)
  return [{ signal: 'text', points, sentence: found[0]?.[2] ?? 'Judged by title and abstract.' }]
}
