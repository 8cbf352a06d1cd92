/** What one reader, or all with the same wishes, want to see; the part of a profile that ranking knows. */
export interface Interests {
  /** Slugs of topics. */
  readonly topics?: readonly string[]
  /** Words and phrases, found by their stems in title and abstract. */
  readonly words?: readonly string[]
  /** Full names or surnames. */
  readonly authors?: readonly string[]
  /** Words and phrases that keep a paper out. */
  readonly exclude?: readonly string[]
}
