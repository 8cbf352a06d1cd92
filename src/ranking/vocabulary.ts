import { listWords, stemWord } from './terms.ts'

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
const hashStart = 17
const asciiOnly = /^[\x00-\x7f]*$/

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
    findWordId: words.lookUp,
    findId: (term) => ids.get(term),
  }
}

type AddWord = (id: number, word: string) => void

interface WordTable {
  scan(text: string, add: AddWord): void
  lookUp(word: string): number | undefined
}

/**
 * Finds the words of a text as `listWords` does for ASCII, and gives what `makeId` made of each when it was new. Words
 * are compared letter by letter where they stand, in a hash table with open addressing: no word is cut out twice.
 */
function createWordTable(makeId: (word: string) => number): WordTable {
  let slots = new Int32Array(1 << 12)
  const words: string[] = []
  const hashes: number[] = []
  const ids: number[] = []
  const grow = (): void => {
    slots = new Int32Array(slots.length * 2)
    for (const [at, hash] of hashes.entries()) {
      let slot = hash & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = at + 1
    }
  }
  /** The place of a word in the table, where it is put if it is new. */
  const find = (text: string, start: number, end: number, hash: number): number => {
    let slot = hash & (slots.length - 1)
    for (;;) {
      const at = (slots[slot] ?? 0) - 1
      if (at < 0) break
      if (hashes[at] === hash && isWordAt(words[at] ?? '', text, start, end)) return at
      slot = (slot + 1) & (slots.length - 1)
    }
    const word = text.slice(start, end).replaceAll("'", '').toLowerCase()
    slots[slot] = words.push(word)
    hashes.push(hash)
    ids.push(makeId(word))
    if (words.length * 2 > slots.length) grow()
    return words.length - 1
  }
  const give = (at: number, add: AddWord): void => add(ids[at] ?? idle, words[at] ?? '')
  return {
    lookUp(word) {
      let hash = hashStart
      for (let at = 0; at < word.length; at++) {
        const letter = foldLetter(word.charCodeAt(at))
        if (letter === 0) return undefined
        if (letter > 0) hash = (Math.imul(hash, 31) + letter) | 0
      }
      for (let slot = hash & (slots.length - 1); slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
        const at = (slots[slot] ?? 0) - 1
        if (hashes[at] === hash && isWordAt(words[at] ?? '', word, 0, word.length)) {
          return ids[at] === idle ? undefined : ids[at]
        }
      }
      return undefined
    },
    scan(text, add) {
      let start = -1
      let hash = 0
      for (let at = 0; at < text.length; at++) {
        const letter = foldLetter(text.charCodeAt(at))
        if (letter > 0) {
          if (start < 0) [start, hash] = [at, hashStart]
          hash = (Math.imul(hash, 31) + letter) | 0
        } else if (letter === 0 && start >= 0) {
          give(find(text, start, at, hash), add)
          start = -1
        }
      }
      if (start >= 0) give(find(text, start, text.length, hash), add)
    },
  }
}

/** A letter or digit in lower case; −1 for the apostrophe, which words are read without; 0 for what ends a word. */
function foldLetter(code: number): number {
  if (code >= 97 && code <= 122) return code
  if (code >= 65 && code <= 90) return code + 32
  if (code >= 48 && code <= 57) return code
  if (code === 39) return -1
  return code > 127 ? code : 0
}

function isWordAt(word: string, text: string, start: number, end: number): boolean {
  let letter = 0
  for (let at = start; at < end; at++) {
    const folded = foldLetter(text.charCodeAt(at))
    if (folded < 0) continue
    if (folded !== word.charCodeAt(letter)) return false
    letter++
  }
  return letter === word.length
}
