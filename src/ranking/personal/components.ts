import { compareText } from '../compare-text.ts'
import type { Component } from '../scoring/points.ts'
import { authorPoints, weighTopic, weighWords } from '../scoring/interest.ts'
import { listTopicWishes, type Interests } from './interests.ts'
import type { Posting, Postings } from './postings.ts'

/** What a reader's wishes give to the paper at a place, each with its reason; the points add up to its lift. */
export function listWishComponents(interests: Interests, postings: Postings, place: number): Component[] {
  const has = ({ places }: Posting): boolean => findPlace(places, place) >= 0
  const words = (interests.words ?? []).filter((word) => has(postings.word(word)))
  const author = interests.authors?.find((name) => has(postings.author(name)))
  const components = listTopicComponents(interests, postings, place)
  if (words.length > 0) {
    const quoted = words.map((word) => `“${word}”`).join(', ')
    components.push({ signal: 'words', points: weighWords(words.length), sentence: () => `It mentions ${quoted}.` })
  }
  if (author !== undefined) {
    components.push({ signal: 'author', points: authorPoints, sentence: () => `You follow ${author}.` })
  }
  return components
}

/** The topic that gives most and the one that takes most; further ones add nothing. */
function listTopicComponents(interests: Interests, postings: Postings, place: number): Component[] {
  const found = listTopicWishes(interests)
    .map(([slug, weight]) => {
      const { title, places, shares } = postings.topic(slug)
      return { slug, title, points: weighTopic(shares[findPlace(places, place)] ?? 0, weight) }
    })
    .sort((a, b) => b.points - a.points || compareText(a.slug, b.slug))
  const [most, least] = [found[0], found.at(-1)]
  const components: Component[] = []
  if (most && most.points > 0) {
    components.push({ signal: 'topic', points: most.points, sentence: () => `You follow ${most.title}.` })
  }
  if (least && least.points < 0) {
    const sentence = (): string => `You asked for less of ${least.title}.`
    components.push({ signal: 'less', points: least.points, sentence })
  }
  return components
}

/** Where a place stands among places in order (binary search); −1 when it is not there. */
function findPlace(places: Int32Array, place: number): number {
  let [from, to] = [0, places.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((places[middle] as number) < place) from = middle + 1
    else to = middle
  }
  return places[from] === place ? from : -1
}
