import fc from 'fast-check'
import { expect, it } from 'vitest'
import { beyondAscii, createWordFinder } from '../../../src/digest/tex/find-words.ts'

it('finds what looking for each word alone finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 14 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), text, (words, searched) => {
      expect(createWordFinder(words)(searched)).toBe(words.some((one) => searched.includes(one)))
    }),
    { numRuns: 2000 },
  )
})

it('takes every sign beyond ASCII for the same letter', () => {
  const find = createWordFinder([`${beyondAscii}times`])
  expect(['3°times', '∘times', '3 times'].map((text) => find(text))).toEqual([true, true, false])
})
