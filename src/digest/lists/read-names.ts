import { splitAuthors } from '../split-authors.ts'

const topicWords =
  /\b(?:learning|vision|language|languages|processing|models?|intelligence|robotics|computation|computing|systems|science|summary|abstract|highlights?|key|new|data|research|engineering|theory|retrieval|security|paper|code|project|read|more|university|lab|ai)\b/i
const particle = 'van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten|zu'
const part = String.raw`(?:\p{Lu}[\p{L}\p{M}.'’-]*|${particle}|\([\p{L} ]+\))`
const name = new RegExp(String.raw`^(?:\p{Lu}[\p{L}\p{M}.'’-]*|${particle})(?: ${part}){1,5}$`, 'u')

/** The names in a line that is nothing but names; none where it may be anything else. */
export function findNames(text: string): readonly string[] {
  const line = text.replace(/^\s*[-–—·:*_]*\s*(?:authors?:|by\b)?\s*/i, '').replace(/[.*_\s|–—-]+$/, '')
  if (line.length > 4000 || /[!?;:]|(?<!\b\p{Lu})\. [a-z]/u.test(line)) return []
  const names = splitAuthors(line)
  const named = names.filter((one) => name.test(one) || one.startsWith('et al')).length
  // A team, or a name in another script, may stand among the names of a long list.
  const areNames = named === names.length || (names.length > 4 && named > 0.7 * names.length)
  const isOneName = line.length < 40 && !topicWords.test(line)
  return areNames && (names.length > 1 || line !== text.trim() || isOneName) ? names : []
}
