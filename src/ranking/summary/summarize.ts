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
  [/\b(?:key|main|core|central) (?:contribution|idea|insight|finding)s?\b/i, 3],
  [
    /\bthis (?:paper|work|report|study|survey|article|project|thesis) (?:\w+ly )?(?:seek|aim|simulat|tackl|address|describ)\w*/i,
    2,
  ],
  [/\bwe (?:\w+ly )?(?:reduce|achieve|improve|observe|evaluate|enable|attain)\b/i, 2],
  [
    /\bour (?:\w+ ){0,2}(?:method|approach|framework|algorithm|model|system|work|results?|experiments?|analysis)\b/i,
    1.5,
  ],
  [
    /\b(?:results?|experiments?|evaluations?|analys[ei]s)\b[^.]*\b(?:show|demonstrate|reveal|indicate|confirm|suggest)s? that\b/i,
    2,
  ],
  [
    /\b(?:as follows|the following|consists? of \w+ (?:key |main )?(?:modules|components|parts|stages|steps))\b|^\(?\d\)/i,
    -3,
  ],
  [/\bto (?:address|tackle|bridge|overcome|solve|resolve|fill|this end)\b[^.]*\bwe\b/i, 2],
  [
    /\b(?:we|this (?:paper|work|report|study|survey|article)) (?:\w+ly )?(?:attempt to |aim to |seek to )?(?:show|prove|demonstrate|find|establish|derive|study|investigate|explore|analy[sz]e|provide|formulate|reveal|give|identif|extend|revisit|examin|review|survey|generaliz|compare|argu|train|outline|quantif|uncover|observe|discover|establish|conduct)(?:s|e|es|y|ies)?\b/i,
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
  [/\breleas(?:e|es|ing) (?:our|all|the|its|both)\b[^.]*\b(?:code|data|datasets?|models?|weights|checkpoints)\b/i, -5],
  [/\b(?:extensive|comprehensive) experiments\b/i, -1],
  [
    /^to (?:further |better |effectively |also )?(?:evaluat|validat|assess|verif|test|ensure|scale|improve the|cataly[sz]|facilitat|support|promot|encourag|foster|mitigat|train)\w*\b/i,
    -4,
  ],
  [/\bwe (?:also|further|additionally|then)\b/i, -2],
]

/** Openings that lean on the sentence before, and how much they cost where that one is not shown. */
const leanings: readonly (readonly [RegExp, number])[] = [
  [/^(?:this|these|it|they|such|its|their|here|both)\b(?! (?:paper|work|report|study|article|survey|technical)\b)/i, 2],
  [/^(?:given|with|for|based on|building on|unlike|despite) (?:this|these|that|those|such)\b/i, 2],
  [/^(?:moreover|furthermore|additionally|also|finally|lastly|in addition|besides|second(?:ly)?|third(?:ly)?)\b/i, 2],
  [/^(?:therefore|thus|hence|consequently|as a result|however|instead|in contrast|for example|specifically)\b/i, 1],
]

/**
 * One or two whole sentences of the abstract that say what is new, in reading order and together within `maxCharacters`;
 * empty where no sentence of the abstract is short enough. A title that names what it is about ("Name: …") helps.
 */
export function summarizeAbstract(
  abstract: string,
  maxCharacters: number = defaultSummaryCharacters,
  title = '',
): string[] {
  const sentences = listSentences(abstract)
  const name = /^([^\s:]{2,30}(?: [^\s:]{1,12})?):\s/.exec(title)?.[1]
  const scored = sentences
    .map((text, at) => ({ text, at, points: scoreSentence(text, at, sentences.length) + scoreName(text, name) }))
    .filter(({ text }) => text.length <= maxCharacters)
    .sort((a, b) => b.points - a.points || a.at - b.at)
  const [best, ...rest] = scored
  if (!best) return []
  const second = rest.find(
    ({ text, at, points }) =>
      points + (at === best.at + 1 ? measureLeaning(text) : 0) >= leastSecond &&
      text.length + 1 + best.text.length <= maxCharacters,
  )
  return [best, ...(second ? [second] : [])].sort((a, b) => a.at - b.at).map(({ text }) => text)
}

/** Points that make a second sentence worth its place. */
const leastSecond = 2

/** Points of the cues, less what stands at the start (the background of the field) or leans on the sentence before. */
function scoreSentence(text: string, at: number, count: number): number {
  const cuePoints = cues.reduce((sum, [pattern, points]) => sum + (pattern.test(text) ? points : 0), 0)
  const ownWork = /\b(?:we|our|this (?:paper|work|report|study|article))\b/i.test(text)
  const dangling = !ownWork && /^[^,]{0,40}\b(?:these|those|such)\b/i.test(text) ? 2 : 0
  const background = at < 0.4 * count && count > 2 && !ownWork ? 2 : 0
  return cuePoints - background - dangling - measureLeaning(text) - (text.length < 40 ? 2 : 0)
}

/** The sentence that brings in what the title names says more than one about a part of it. */
function scoreName(text: string, name: string | undefined): number {
  if (name === undefined || !hasName(text, name)) return 0
  return /\b(?:propos|introduc|present|develop|describ|releas|is an?\b)/i.test(text) ? 3 : 0.5
}

function measureLeaning(text: string): number {
  return leanings.find(([pattern]) => pattern.test(text))?.[1] ?? 0
}

/** Whether a name stands in a text by itself: `Name-Bench` is another thing. */
function hasName(text: string, name: string): boolean {
  const at = text.indexOf(name)
  return at >= 0 && !/[\w-]/.test(text.charAt(at + name.length))
}
