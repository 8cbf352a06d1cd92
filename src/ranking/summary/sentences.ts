/** Abbreviations after which a full stop does not end a sentence. */
const abbreviations =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|et al|cf|vs|resp|approx|fig|figs|eq|eqs|sec|no|dr|prof|st|w\.r\.t|i\.i\.d|a\.k\.a|[A-Z])\.$/i

/**
 * The sentences of a text, in order, each as it stands there (white space made single). A sentence ends at `.`, `!` or
 * `?` before white space and an upper-case letter, digit or opening mark, or at a line break between paragraphs.
 */
export function listSentences(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => splitParagraph(paragraph.replace(/\s+/g, ' ').trim()))
}

function splitParagraph(paragraph: string): string[] {
  const sentences: string[] = []
  let start = 0
  for (const match of paragraph.matchAll(/[.!?]["”’')\]]*\s+(?=["“‘'([]*[\p{Lu}\p{Lt}\p{N}\p{Lo}$])/gu)) {
    const end = match.index + match[0].trimEnd().length
    const sentence = paragraph.slice(start, end)
    if (abbreviations.test(sentence) && !/\bet al\.$/.test(sentence)) continue
    if (/\b(?:et al|e\.g|i\.e)\.$/i.test(sentence)) continue
    sentences.push(sentence)
    start = match.index + match[0].length
  }
  const last = paragraph.slice(start)
  return last === '' ? sentences : [...sentences, last]
}
