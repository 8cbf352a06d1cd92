import { stemmer } from 'stemmer'
import { eng } from 'stopword'

/**
 * Words of papers that say nothing about their subject, beside the English stop words: every abstract proposes a novel
 * method and reports results.
 */
const academic =
  'paper papers propose proposed proposes present presents show shows shown using use used uses based approach approaches method methods novel new result results ' +
  'achieve achieves also however work works study existing previous via two one three first second ' +
  'different various several many well effective significantly demonstrate demonstrates experiments experimental ' +
  'extensive outperforms outperform state art performance introduce problem can may thus towards'

const stopWords = new Set([...eng, ...academic.split(' ')])
const stems = new Map<string, string>()
/** Bounds the memory of a long-lived process; a vocabulary of papers is far smaller. */
const maxStems = 200_000

/** Text that can be read octet for octet: the common case, several times as fast. */
export const asciiOnly = /^[\x00-\x7f]*$/

/** Lower-case words of a text: letters and digits with inner hyphens split, accents and apostrophes folded away. */
export function listWords(text: string): string[] {
  if (asciiOnly.test(text))
    return (
      text
        .replaceAll("'", '')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? []
    )
  const folded = text.normalize('NFKD').replace(/\p{M}+|['’]/gu, '')
  return folded.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The words of a name or a title joined by a space: the form in which two of them are compared. */
export function normalizeWords(text: string): string {
  return listWords(text).join(' ')
}

/** Stems (Porter) of the words that carry a subject, in reading order, stop words left out. */
export function listTerms(text: string): string[] {
  const terms: string[] = []
  for (const word of listWords(text)) {
    const term = stemWord(word)
    if (term !== '') terms.push(term)
  }
  return terms
}

/** A phrase in the form in which texts are searched for it: its terms joined by a space. */
export function formatPhrase(phrase: string): string {
  return listTerms(phrase).join(' ')
}

/** The stem of a word, empty for stop words and bare numbers; single letters stay, as in `Q-learning`. */
export function stemWord(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const idle = stopWords.has(word) || /^\d+$/.test(word)
  const stem = idle ? '' : stemmer(word)
  if (stems.size < maxStems) stems.set(word, stem)
  return stem
}
