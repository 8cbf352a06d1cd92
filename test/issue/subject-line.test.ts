import { array, assert, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { composePreheader, composeSubject, shortenTitle } from '../../src/issue/subject-line.ts'
import type { RankedPaper } from '../../src/ranking/ranking.ts'
import { aPaper } from '../support/papers.ts'

const day = '2026-07-09' as PlainDate

function ranked(title: string, rank = 1): RankedPaper {
  return { paper: aPaper({ title }), rank, score: 1, reasons: [], signals: {}, summary: [], placement: '' }
}

const games = { topic: { slug: 'games', title: 'Game theory' }, papers: [ranked('Another'), ranked('One')] }
const audio = { topic: { slug: 'audio', title: 'Speech and audio' }, papers: [ranked('Third'), ranked('Two')] }

describe('composeSubject', () => {
  it('names the lead and the topics that follow', () => {
    expect(composeSubject(ranked('TeaBot: A Robot that Pours'), [games, audio], 5)).toBe(
      'TeaBot, plus game theory and speech and audio',
    )
  })

  it('is 10 to 78 characters long whatever the title', () => {
    assert(
      property(
        string({ minLength: 1, maxLength: 400, unit: 'grapheme' }),
        integer({ min: 1, max: 60 }),
        (title, count) => {
          const subject = composeSubject(ranked(title), count > 3 ? [games, audio] : [], count)
          expect(subject.length).toBeGreaterThanOrEqual(10)
          expect(subject.length).toBeLessThanOrEqual(78)
          expect(subject.isWellFormed()).toBe(true)
        },
      ),
    )
  })
})

describe('composePreheader', () => {
  it('names the papers that the subject does not', () => {
    const papers = [ranked('TeaBot: A Robot'), ranked('Cups in Flight'), ranked('Spoon Theory: A Proof')]
    expect(composePreheader(papers, 2, day)).toBe('Also Cups in Flight; Spoon Theory · 3 papers in 2 sections, 9 July')
  })

  it('is 40 to 110 characters long whatever the titles', () => {
    assert(
      property(array(string({ maxLength: 300, unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (titles) => {
        const preheader = composePreheader(
          titles.map((title) => ranked(title)),
          titles.length,
          day,
        )
        expect(preheader.length).toBeGreaterThanOrEqual(40)
        expect(preheader.length).toBeLessThanOrEqual(110)
        expect(preheader.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('shortenTitle', () => {
  it.each([
    ['TeaBot: A Robot that Pours', 'TeaBot'],
    ['Can Kettles Think? A Study of Steam', 'Can Kettles Think?'],
    ['Kettles', 'Kettles'],
    [
      'A Layered Copper Heating Framework for Efficient Evening Tea on the Edge of the Desert',
      'Layered Copper Heating Framework',
    ],
  ])('shortens “%s” to “%s”', (title, short) => {
    expect(shortenTitle(title, 44)).toBe(short)
  })

  it('never leaves half a character where a title is one long word', () => {
    for (const maxCharacters of [44, 45]) {
      const short = shortenTitle('🫖'.repeat(60), maxCharacters)
      expect(short.isWellFormed()).toBe(true)
      expect(short).toMatch(/^🫖{21,22}…$/u)
    }
  })
})
