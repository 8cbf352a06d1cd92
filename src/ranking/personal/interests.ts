/** What one reader, or all with the same wishes, want to see; the part of a profile that ranking knows. */
export interface Interests {
  /** Slugs of topics, or how much each is wanted: 1 is wanted, 2 is wanted more, −1 is "less like this". */
  readonly topics?: readonly string[] | Readonly<Record<string, number>>
  /** Words and phrases, found by their stems in title and abstract. */
  readonly words?: readonly string[]
  /** Full names or surnames. */
  readonly authors?: readonly string[]
  /** Words and phrases that keep a paper out. */
  readonly exclude?: readonly string[]
}

/** A topic and how much it is wanted; below zero it is not. */
export type TopicWish = readonly [slug: string, weight: number]

/** The topics of a reader with their weights, each once; those that weigh nothing are left out. */
export function listTopicWishes({ topics = [] }: Interests): TopicWish[] {
  const wishes = isList(topics) ? [...new Set(topics)].map((slug): TopicWish => [slug, 1]) : Object.entries(topics)
  return wishes.filter(([, weight]) => Number.isFinite(weight) && weight !== 0)
}

function isList(topics: NonNullable<Interests['topics']>): topics is readonly string[] {
  return Array.isArray(topics)
}

/** The same interests with every word and name once, whatever its letters: two settings may ask for one thing. */
export function listDistinct({ topics, words, authors, exclude }: Interests): Interests {
  return {
    ...(topics === undefined ? {} : { topics }),
    ...(words === undefined ? {} : { words: dropRepeated(words) }),
    ...(authors === undefined ? {} : { authors: dropRepeated(authors) }),
    ...(exclude === undefined ? {} : { exclude: dropRepeated(exclude) }),
  }
}

function dropRepeated(texts: readonly string[]): readonly string[] {
  const keys = texts.map((text) => text.trim().toLowerCase())
  return texts.filter((_, at) => keys.indexOf(keys[at] ?? '') === at)
}
