import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countPhrases, countRun, pairOf, splitPair } from '../../../src/ranking/terms/phrases.ts'
import { listTerms } from '../../../src/ranking/terms/terms.ts'
import { createVocabulary } from '../../../src/ranking/terms/vocabulary.ts'

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'A', 'e', 'E', 'z', ' ', "'", '9', '-', '.') }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom("Don't", 'naïve Bayes', 'Q-learning', 'GPT-4', 'learning learns', 'the of', '2024', 'Ångström’s'),
  ),
  { maxLength: 12 },
)

describe('createVocabulary', () => {
  it('finds the terms of any text as listTerms does', () => {
    const vocabulary = createVocabulary()
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join(' ')
        expect(vocabulary.listIds(text).map((id) => vocabulary.terms[id])).toEqual(listTerms(text))
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it('keeps every term apart when there are many', () => {
    const vocabulary = createVocabulary()
    const words = Array.from({ length: 20_000 }, (_, at) => `w${at}x`)
    const ids = vocabulary.listIds(words.join(' '))
    expect(new Set(ids).size).toBe(20_000)
    expect(vocabulary.listIds('W19999X')).toEqual([ids.at(-1)])
    expect(vocabulary.findId('w7x')).toBe(ids[7])
    expect(vocabulary.findId('absent')).toBeUndefined()
  })
})

describe('countPhrases', () => {
  it('counts terms and neighbours', () => {
    const { terms, termCounts, pairs, pairCounts } = countPhrases(Int32Array.of(5, 2, 5, 2, 9))
    expect([...terms].map((term, at) => [term, termCounts[at]])).toEqual([
      [2, 2],
      [5, 2],
      [9, 1],
    ])
    expect([...pairs].map((pair, at) => [...splitPair(pair), pairCounts[at]])).toEqual([
      [2, 5, 1],
      [2, 9, 1],
      [5, 2, 2],
    ])
    expect(splitPair(pairOf(60_000_000, 7))).toEqual([60_000_000, 7])
  })

  it('counts runs of any length', () => {
    const ids = Int32Array.of(1, 2, 3, 1, 2, 3, 1)
    expect([[1], [1, 2, 3], [3, 1], [3, 2], [7]].map((run) => countRun(ids, run))).toEqual([3, 2, 2, 0, 0])
  })
})
