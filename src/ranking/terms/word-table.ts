/** What a word was found to be, and the word in lower case. */
export type AddWord = (id: number, word: string) => void

/** Words with the number that each got when it was new. */
export interface WordTable {
  /** Gives every word of an ASCII text (or one word of any letters) in reading order. */
  scan(text: string, add: AddWord): void
  /** The number of a single word; undefined for several, and for one that no text had. */
  lookUp(word: string): number | undefined
}

const hashStart = 17

/**
 * Finds the words of a text as `listWords` does for ASCII, and gives what `makeId` made of each when it was new. Words
 * are compared letter by letter where they stand, in a hash table with open addressing: no word is cut out twice.
 */
export function createWordTable(makeId: (word: string) => number): WordTable {
  let slots = new Int32Array(1 << 12)
  const words: string[] = []
  const hashes: number[] = []
  const ids: number[] = []
  /** The slot of a word, or the free one where it would stand. */
  const findSlot = (text: string, start: number, end: number, hash: number): number => {
    const mask = slots.length - 1
    let slot = hash & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = (slots[slot] as number) - 1
      if (hashes[at] === hash && isWordAt(words[at] as string, text, start, end)) break
    }
    return slot
  }
  const insert = (slot: number, word: string, hash: number): void => {
    slots[slot] = words.push(word)
    hashes.push(hash)
    ids.push(makeId(word))
    if (words.length * 2 > slots.length) slots = spreadHashes(hashes, slots.length * 2)
  }
  return {
    scan(text, add) {
      forEachWord(text, (start, end, hash) => {
        const slot = findSlot(text, start, end, hash)
        let at = (slots[slot] as number) - 1
        if (at < 0) {
          at = words.length
          insert(slot, text.slice(start, end).replaceAll("'", '').toLowerCase(), hash)
        }
        add(ids[at] as number, words[at] as string)
      })
    },
    lookUp(word) {
      let hash = hashStart
      for (let at = 0; at < word.length; at++) {
        const letter = foldLetter(word.charCodeAt(at))
        if (letter === 0) return undefined
        if (letter > 0) hash = addLetter(hash, letter)
      }
      const at = (slots[findSlot(word, 0, word.length, hash)] as number) - 1
      return at < 0 ? undefined : ids[at]
    },
  }
}

function spreadHashes(hashes: readonly number[], size: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(size)
  for (const [at, hash] of hashes.entries()) {
    let slot = hash & (size - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1)
    slots[slot] = at + 1
  }
  return slots
}

function forEachWord(text: string, give: (start: number, end: number, hash: number) => void): void {
  let start = -1
  let hash = hashStart
  for (let at = 0; at < text.length; at++) {
    const letter = foldLetter(text.charCodeAt(at))
    if (letter > 0) {
      if (start < 0) start = at
      hash = addLetter(hash, letter)
    } else if (letter === 0 && start >= 0) {
      give(start, at, hash)
      start = -1
      hash = hashStart
    }
  }
  if (start >= 0) give(start, text.length, hash)
}

function addLetter(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 0
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
