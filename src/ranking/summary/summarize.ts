import { listSentences } from './sentences.ts'

/** Characters of a summary unless asked otherwise. */
export const defaultSummaryCharacters = 280

/** What a sentence that says what is new looks like, with the points it gets. */
const cues: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:we|this (?:paper|work|report|study|article)|the authors) (?:\w+ly )?(?:propose|introduce|present|develop|design|describe|devise|build|release|unveil|advocate)s?\b/i,
    5,
  ],
  [/\bin this (?:paper|work|report|study|article)\b/i, 3],
  [/\bto (?:address|tackle|bridge|overcome|solve|resolve|fill|this end)\b[^.]*\bwe\b/i, 2],
  [
    /\bwe (?:\w+ly )?(?:show|prove|demonstrate|find|establish|derive|study|investigate|explore|analy[sz]e|provide|formulate|reveal|give|identify|extend|revisit)\b/i,
    3,
  ],
  [/\b(?:is|are|a|an) (?:novel|new|simple|unified|first)\b/i, 1],
  [/\b(?:outperform|surpass|improv|reduc|achiev|speed|gain|state-of-the-art|better than)\w*[^.]*\d/i, 1.5],
  [/\d+(?:\.\d+)?\s?(?:%|×|x\b|times|points)/i, 1],
  [
    /\b(?:however|unfortunately|despite|although|remains?|existing|previous|prior|traditional|current(?:ly)?|recent(?:ly)?|in recent years)\b/i,
    -2,
  ],
  [
    /\b(?:is|are|has been|have been) (?:widely|crucial|essential|important|fundamental|challenging|a challenging|known)\b/i,
    -2,
  ],
  [/\b(?:code|data|models?|demo|project page)\b[^.]*\b(?:available|released|found|at)\b|https?:/i, -4],
  [/\b(?:extensive|comprehensive) experiments\b/i, -1],
]

/**
 * One or two whole sentences of the abstract that say what is new, in reading order and together within `maxCharacters`;
 * empty where no sentence of the abstract is short enough.
 */
export function summarizeAbstract(abstract: string, maxCharacters: number = defaultSummaryCharacters): string[] {
  const sentences = listSentences(abstract)
  const scored = sentences
    .map((text, at) => ({ text, at, points: scoreSentence(text, at, sentences.length) }))
    .filter(({ text }) => text.length <= maxCharacters)
    .sort((a, b) => b.points - a.points || a.at - b.at)
  const [best, ...rest] = scored
  if (!best) return []
  const second = rest.find(({ text, points }) => points >= 2 && text.length + 1 + best.text.length <= maxCharacters)
  return [best, ...(second ? [second] : [])].sort((a, b) => a.at - b.at).map(({ text }) => text)
}

/** Points of the cues, less what stands at the start (the background of the field) or leans on the sentence before. */
function scoreSentence(text: string, at: number, count: number): number {
  const cuePoints = cues.reduce((sum, [pattern, points]) => sum + (pattern.test(text) ? points : 0), 0)
  const ownWork = /\b(?:we|our|this (?:paper|work|report|study|article))\b/i.test(text)
  const background = at < 0.4 * count && count > 2 && !ownWork ? 2 : 0
  const leaning = /^(?:this|these|it|they|such|moreover|furthermore|additionally|also|finally|in addition)\b/i.test(
    text,
  )
    ? 1
    : 0
  return cuePoints - background - leaning - (text.length < 40 ? 2 : 0)
}
