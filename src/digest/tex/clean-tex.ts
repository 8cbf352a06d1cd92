/**
 * TeX in titles, names and abstracts as the Unicode that a reader expects: whole TeX as arXiv has it (`$\alpha$`,
 * `\"o`, `\textbf{}`), then what other sites leave of it.
 */
import { readCommand } from './commands.ts'
import { hideLinks, showLinks } from './hidden-links.ts'
import { mayHoldTex } from './hints.ts'
import { restoreQuotes } from './quotes.ts'
import { convertTex } from './reader.ts'
import { restoreStrippedTex } from './stripped.ts'

/** A clean line with its TeX, whole or half stripped, turned into Unicode; text without TeX is returned as it is. */
export function cleanTex(text: string): string {
  if (!mayHoldTex(text)) return text
  const hidden = hideLinks(text)
  const shown = showLinks(restoreQuotes(restoreStrippedTex(convertTex(hidden.text, readCommand))), hidden.links)
  return closeUp(shown).replace(/ {2,}/g, ' ').trim().normalize('NFC')
}

/** `256× 256` is `256×256`; spaces on both sides are meant. */
function closeUp(text: string): string {
  return text.includes('×') ? text.replace(/(?<=\d)× (?=\d)|(?<=\d) ×(?=\d)/g, '×') : text
}
