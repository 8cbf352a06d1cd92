import { asciiOnly, listWords, stemWord } from './terms.ts'
import { createWordTable, type AddWord } from './word-table.ts'

/** The terms of one digest as whole numbers from 0, so that texts are counted and compared without their letters. */
export interface Vocabulary {
  /** The term behind each number. */
  readonly terms: readonly string[]
  /** The numbers of the terms of a text, in reading order, stop words left out; new terms get new numbers. */
  listIds(text: string): number[]
  /** The first word of a text behind each of the given terms. */
  findWords(text: string, ids: ReadonlySet<number>): ReadonlyMap<number, string>
  /** The number of the term behind a word, where it is one word that some text had; undefined says nothing. */
  findWordId(word: string): number | undefined
  /** The number of a term that some text had. */
  findId(term: string): number | undefined
}

const idle = -1

/** An empty vocabulary. Equal texts in equal order give equal numbers. */
export function createVocabulary(): Vocabulary {
  const terms: string[] = []
  const ids = new Map<string, number>()
  const words = createWordTable((word) => {
    const term = stemWord(word)
    if (term === '') return idle
    const known = ids.get(term)
    if (known !== undefined) return known
    ids.set(term, terms.length)
    return terms.push(term) - 1
  })
  const scan = (text: string, add: AddWord): void => {
    if (asciiOnly.test(text)) words.scan(text, add)
    else for (const word of listWords(text)) words.scan(word, add)
  }
  return {
    terms,
    listIds(text) {
      const found: number[] = []
      scan(text, (id) => {
        if (id !== idle) found.push(id)
      })
      return found
    },
    findWords(text, wanted) {
      const found = new Map<number, string>()
      scan(text, (id, word) => {
        if (wanted.has(id) && !found.has(id)) found.set(id, word)
      })
      return found
    },
    findWordId(word) {
      const id = words.lookUp(word)
      return id === idle ? undefined : id
    },
    findId: (term) => ids.get(term),
  }
}
