import { describe, expect, it } from 'vitest'
import { buildSections } from '../../../src/ranking/topics/sections.ts'
import type { Taxonomy } from '../../../src/ranking/topics/taxonomy.ts'

const vision = ['images', 'video', 'faces', 'depth', 'restoration', 'scenes', 'shapes']

/** An area of seven topics, and topics on their own. */
const taxonomy: Taxonomy = {
  areas: [{ slug: 'vision', title: 'Vision' }],
  topics: [
    ...vision.map((slug) => ({ slug, title: slug, sentence: slug, area: 'vision', words: [slug] })),
    ...['robotics', 'games', 'science'].map((slug) => ({ slug, title: slug, sentence: slug, words: [slug] })),
  ],
}

function sharesOf(given: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(taxonomy.topics, ({ slug }) => given[slug] ?? 0)
}

function sectionsOf(papers: readonly Readonly<Record<string, number>>[]): Record<string, readonly number[]> {
  const sections = buildSections(papers.map(sharesOf), taxonomy)
  return Object.fromEntries(sections.map(({ topic, members }) => [topic.slug, members]))
}

describe('buildSections', () => {
  it('puts papers under the topic that has most of them', () => {
    const papers = [{ robotics: 0.9 }, { games: 0.8 }, { robotics: 0.7, games: 0.2 }, { games: 0.6 }]
    expect(sectionsOf(papers)).toEqual({ robotics: [0, 2], games: [1, 3] })
  })

  it('gives an area no advantage from having many topics', () => {
    const spread = { images: 0.1, video: 0.1, faces: 0.1, depth: 0.1, robotics: 0.3 }
    const papers = [spread, { robotics: 1 }, { games: 1 }, { games: 1 }, { images: 1 }, { images: 1 }]
    expect(sectionsOf(papers)['robotics']).toEqual([0, 1])
  })

  it('takes a paper from a heading that has next to nothing of it, where another has six times as much', () => {
    const weak = { images: 0.33, video: 0.19, robotics: 0.08 }
    const papers = [weak, { robotics: 1 }, { robotics: 1 }, { games: 1 }, { games: 1 }, { video: 1 }, { images: 1 }]
    expect(sectionsOf(papers)['robotics']).toEqual([1, 2])
  })

  it('splits an area that holds more than a third of all, and keeps what is left under its name', () => {
    const papers = [
      { images: 1 },
      { images: 1 },
      { video: 1 },
      { video: 1 },
      { faces: 1 },
      { depth: 1 },
      { games: 1 },
      { games: 1 },
    ]
    expect(sectionsOf(papers)).toEqual({ images: [0, 1], video: [2, 3], vision: [4, 5], games: [6, 7] })
  })

  it('leaves no section of one paper: it goes where it fits next, else under more papers', () => {
    const papers = [{ robotics: 1 }, { robotics: 1 }, { games: 0.7, robotics: 0.3 }, { science: 1 }]
    expect(sectionsOf(papers)).toEqual({ robotics: [0, 1, 2], more: [3] })
  })

  it('has nothing for no papers', () => {
    expect(buildSections([], taxonomy)).toEqual([])
  })
})
