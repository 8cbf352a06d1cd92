import { listTopicWishes } from './interests.ts'
import type { Interests } from './interests.ts'
import type { Postings } from './postings.ts'
import type { Component } from '../scoring/points.ts'
import { authorPoints, weighTopic, weighWords } from '../scoring/interest.ts'

/** The points that a reader's wishes give to papers, by place; papers without any are left out. */
export function findPersonalComponents(interests: Interests, postings: Postings): Map<number, Component[]> {
  const found = new Map<number, Component[]>()
  const add = (place: number, component: Component): void => {
    const components = found.get(place)
    if (components) components.push(component)
    else found.set(place, [component])
  }
  for (const [place, { wanted, unwanted }] of findTopics(interests, postings)) {
    if (wanted) add(place, { signal: 'topic', points: wanted.points, sentence: () => `You follow ${wanted.title}.` })
    if (unwanted)
      add(place, {
        signal: 'less',
        points: unwanted.points,
        sentence: () => `You asked for less of ${unwanted.title}.`,
      })
  }
  for (const [place, words] of findNames(interests.words ?? [], postings.word)) {
    const quoted = words.map((word) => `“${word}”`).join(', ')
    add(place, { signal: 'words', points: weighWords(words.length), sentence: () => `It mentions ${quoted}.` })
  }
  for (const [place, [author = '']] of findNames(interests.authors ?? [], postings.author)) {
    add(place, { signal: 'author', points: authorPoints, sentence: () => `You follow ${author}.` })
  }
  return found
}

interface TopicPoints {
  readonly title: string
  readonly points: number
}

interface FoundTopics {
  wanted?: TopicPoints
  unwanted?: TopicPoints
}

/** By place, the topic that gives most and the one that takes most; further ones add nothing. */
function findTopics(interests: Interests, postings: Postings): Map<number, FoundTopics> {
  const found = new Map<number, FoundTopics>()
  for (const [slug, weight] of listTopicWishes(interests)) {
    const { places, shares, title } = postings.topic(slug)
    for (const [at, place] of places.entries()) {
      const points = weighTopic(shares[at] ?? 0, weight)
      const known = found.get(place) ?? {}
      if (points > (known.wanted?.points ?? 0)) known.wanted = { title, points }
      if (points < (known.unwanted?.points ?? 0)) known.unwanted = { title, points }
      found.set(place, known)
    }
  }
  return found
}

/** By place, the wishes that the paper has, in the order in which they were given. */
function findNames(
  names: readonly string[],
  find: (name: string) => { readonly places: Int32Array },
): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const name of names) {
    for (const place of find(name).places) {
      const known = found.get(place)
      if (known) known.push(name)
      else found.set(place, [name])
    }
  }
  return found
}
