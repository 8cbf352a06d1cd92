import { splitAuthors, turnName } from '../split-authors.ts'
import { findNames } from './read-names.ts'

/** A title and the names of who wrote it. */
export interface Credit {
  readonly title: string
  readonly names: readonly string[]
}

const dated = /^(.{4,600}?) ?\((?:19|20)\d\d[a-z]?(?:, [^()]{1,20})?\)[.:]? +(.{8,})$/su
/** The quotation ends where its sentence does: a title may quote a word. */
const quoted = /^(?:\[\d{1,3}\] *)?(.{4,600}?)[.,] *["“](.{8,400}?)(?:[.,]["”]|(?<=[?!])["”]|["”](?= *$))/su
const inverted = /^\p{L}[\p{L}\p{M}'’ -]{0,40}, (?:\p{Lu}\.[ -]?){1,4}$/u
const initialed = /^(?:\p{Lu}\.[ -]?){1,4}\p{L}[\p{L}\p{M}'’ -]{1,40}$/u
/** Where it came out stands behind the title. */
const venue =
  /(?<=[.?!])\.? +(?:arXiv|bioRxiv|medRxiv|CoRR|In|Preprint|Proceedings|Advances|Journal|Transactions)\b.*$/su

const emphasis = /(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])/g

/** A paper as references cite it: `Doe, J., & Roe, R. (2026). Title. arXiv.`, or `J. Doe and R. Roe, "Title," 2026.` */
export function readReference(written: string): Credit | undefined {
  const words = written.replaceAll(emphasis, '')
  const [, before = '', rest = ''] = dated.exec(words) ?? []
  const names = readCited(before)
  if (names.length > 0) return { title: rest.replace(venue, '').replace(/\.\s*$/, ''), names }
  const [, cited = '', title = ''] = quoted.exec(words) ?? []
  const authors = readCited(cited)
  return authors.length > 0 ? { title, names: authors } : undefined
}

function readCited(text: string): readonly string[] {
  const plain = text.replace(/,? et al\.?$/, '').trim()
  const parts = plain.split(/(?<=\.), *(?:& *|and +)?|(?<=\.),? +(?:&|and) +/u)
  if (plain !== '' && parts.every((part) => inverted.test(part))) return parts.map((part) => turnName(part))
  const names = splitAuthors(plain)
  if (names.length > 0 && names.every((name) => initialed.test(name))) return names
  const [first = '', ...others] = names
  // `Doe, Jane, and Richard Roe`: only the first is written the other way round.
  const whole = others.length > 0 && !first.includes(' ') ? [`${others[0]} ${first}`, ...others.slice(1)] : names
  return findNames(whole.join(', ')).length === whole.length ? whole : []
}
