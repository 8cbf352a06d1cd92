const longestTitle = 400
/** A text so long may be a title where nothing in it ends a sentence. */
const longestOfAll = 1000
const hasSentence = /\p{Ll}[.!?]["”)]?(?:\s|$)|[。！？]/u
/** A title may end in dots; a longer text that does is the beginning of an abstract. */
const longestCut = 110
const sentenceEnd = /[\p{Ll}0-9)\]}”"'%][.?!]["”')]*\s+(?=["“(]?[\p{Lu}0-9])|[。！？](?=.)/gu
const abbreviations = /\b(?:vs|al|e\.g|i\.e|cf|Dr|St|No|Fig|approx|resp|w\.r\.t)\.\s+/g
const proseOpening =
  /^(?:we|our|in this|this (?:paper|work|article|study|report|approach|method|survey)|these|however|moreover|furthermore|additionally|finally|specifically|consequently|hence|thus|therefore|in addition|in contrast|to this end|experiments?|extensive|to (?:address|this|tackle|overcome)|code|codes|the (?:code|codes|source|project|results?|proposed|model|dataset)|project|our|here|results|recently|despite|while|although|github|demo|models?,? (?:and )?code|source code|data and code|all (?:code|data|models))\b/i
/** No title ends like this, but many a line that was wrapped. */
const unfinished = /\b(?:to|of|the|an?|and|for|with|in|by|that|as|from|or|is|are)$/

const clauses =
  /\b(?:we|our|is|are|was|were|has|have|been|this|these|that|which|can|however|it|its|their|they|such|than|also|be|will)\b/g

/**
 * How much a piece of text looks like the title of a paper (positive) rather than like prose (negative); between
 * about -12 and 6. Weighed are length, sentences, addresses, words of running text, and capitals.
 */
export function measureTitleness(text: string): number {
  const length = measureLength(text)
  if (length > longestTitle && (length > longestOfAll || hasSentence.test(text))) return -9
  return (
    weighLength(length) +
    weighSentences(text) +
    weighOpening(text) +
    weighCapitals(text) -
    Math.min(4, 0.8 * (text.match(clauses)?.length ?? 0)) -
    (/https?:\/\/|www\.|\bgithub\.com/i.test(text) ? 5 : 0)
  )
}

/** A character of Chinese, Japanese or Korean says as much as about three letters. */
function measureLength(text: string): number {
  return /[\u3040-\ud7af]/.test(text) ? text.length + 2 * (text.match(/[\u3040-\ud7af]/g)?.length ?? 0) : text.length
}

function weighLength(length: number): number {
  if (length < 4) return -3
  if (length < 14) return 0
  if (length <= 130) return 2
  if (length <= 180) return 1.5
  if (length <= 250) return -2
  return -5
}

function weighSentences(piece: string): number {
  const sentences = piece.replace(abbreviations, ' ').match(sentenceEnd)?.length ?? 0
  const isCut = /(?:\.\.\.|…)$/.test(piece)
  const isEnded = isCut ? piece.length > longestCut : /[.,;。；][)"”'\]]*$/.test(piece)
  const subtitle = !isEnded && sentences === 0 && /^[^.?!]{2,80}: \S/.test(piece) ? 1.5 : 0
  return subtitle - Math.min(4, 1.5 * sentences) - (isEnded ? 4 : -1.5) - (unfinished.test(piece) ? 3 : 0)
}

function weighOpening(piece: string): number {
  if (/^we [a-z]+ /i.test(piece) && !/^We (?:Are|Need|Can|Should|Must|Have|Want) /.test(piece)) return -3
  if (proseOpening.test(piece)) return -1.5
  return /^[a-z]+[\s,.;)]/.test(piece) ? -2 : 0
}

/** Titles capitalise most words of four letters and more; running text capitalises few. */
function weighCapitals(piece: string): number {
  const words = piece.match(/(?<![\p{L}-])\p{L}[\p{L}-]{3,}/gu) ?? []
  if (words.length < 2) return 0
  const capitals = words.slice(1).filter((word) => word.toLowerCase() !== word).length / (words.length - 1)
  if (capitals > 0.6) return 2.5
  return capitals > 0.3 ? 0.5 : -1
}
