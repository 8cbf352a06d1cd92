import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listSentences } from '../../../src/ranking/summary/sentences.ts'
import { summarizeAbstract } from '../../../src/ranking/summary/summarize.ts'

const background = 'Teapots have been used for centuries, e.g. in offices.'
const news = 'In this paper, we propose POUR, a teapot that fills cups by itself.'
const result = 'POUR reduces spilling by 43.5% and outperforms the best kettle by 2.1 points.'
const code = 'Our code is available at https://example.com/pour.'

describe('summarizeAbstract', () => {
  it('takes what is new and the result, in reading order, and leaves the background', () => {
    expect(summarizeAbstract([background, news, result, code].join(' '))).toEqual([news, result])
  })

  it('never cuts: what is too long is left out whole', () => {
    const long = `We propose a teapot ${'that pours and pours '.repeat(20)}well.`
    expect(summarizeAbstract(`${background} ${long} ${result}`)).toEqual([result])
    expect(summarizeAbstract(long)).toEqual([])
  })

  it('keeps within the limit it is given', () => {
    expect(summarizeAbstract(`${background} ${news} ${result}`, 100)).toEqual([news])
  })

  it('gives nothing for an empty abstract', () => {
    expect(summarizeAbstract('')).toEqual([])
  })

  it('gives sentences of the abstract within the limit, whatever the abstract', () => {
    const words = constantFrom(
      'We',
      'propose',
      'e.g.',
      'POUR',
      '3.5',
      'et',
      'al.',
      'cups.',
      'Results',
      '(U.S.)',
      '!',
      '“Tea.”',
      '\n\n',
    )
    assert(
      property(array(words, { maxLength: 120 }), integer({ min: 1, max: 400 }), (parts, limit) => {
        const abstract = parts.join(' ')
        const summary = summarizeAbstract(abstract, limit)
        expect(summary.join(' ').length).toBeLessThanOrEqual(limit)
        expect(summary.filter((sentence) => !listSentences(abstract).includes(sentence))).toEqual([])
      }),
    )
  })
})

describe('listSentences', () => {
  it.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    ['It is 3.5 times faster, i.e. Fast. Next.', ['It is 3.5 times faster, i.e. Fast.', 'Next.']],
    ['As Brewer et al. Showed in Fig. 2, tea works.', ['As Brewer et al. Showed in Fig. 2, tea works.']],
    ['She said “Stop.” Then she left.', ['She said “Stop.”', 'Then she left.']],
    ['See https://example.com/a.b for code.', ['See https://example.com/a.b for code.']],
    ['First line\nof one sentence.\n\nNew paragraph', ['First line of one sentence.', 'New paragraph']],
  ])('splits “%s”', (text, sentences) => {
    expect(listSentences(text)).toEqual(sentences)
  })
})
