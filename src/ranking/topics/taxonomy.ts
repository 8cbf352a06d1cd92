import { AppError } from '../../errors.ts'
import type { Topic } from '../ranking.ts'
import data from './taxonomy.data.json' with { type: 'json' }

/** A heading with what belongs under it; words are phrases of one to three words, matched by their stems. */
export interface TaxonomyTopic extends Topic {
  /** What the topic is about, for a preferences page. */
  readonly sentence: string
  /** The broad heading it falls under when an issue has too few papers for it. */
  readonly area?: string
  readonly words: readonly string[]
}

/** The headings papers are sorted under, and the broad areas that small topics merge into. */
export interface Taxonomy {
  readonly topics: readonly TaxonomyTopic[]
  readonly areas: readonly Topic[]
}

/** A topic as a user writes it in the configuration: a title and words are enough. */
export interface TopicSetting {
  readonly slug?: string | undefined
  readonly title: string
  readonly sentence?: string | undefined
  readonly area?: string | undefined
  readonly words: readonly string[]
}

/** The taxonomy that comes with Courant. */
export const builtInTaxonomy: Taxonomy = data

/**
 * A user's taxonomy: `extend` adds topics to the built-in ones (the same slug replaces), `replace` knows only the
 * user's. Throws `invalid` when nothing is left to sort by, or when a topic has no words.
 */
export function buildTaxonomy(settings: readonly TopicSetting[], mode: 'extend' | 'replace'): Taxonomy {
  const own = settings.map(buildTopic)
  const slugs = new Set(own.map(({ slug }) => slug))
  if (mode === 'extend') {
    return {
      topics: [...builtInTaxonomy.topics.filter(({ slug }) => !slugs.has(slug)), ...own],
      areas: builtInTaxonomy.areas,
    }
  }
  if (own.length === 0) throw new AppError('invalid', 'The taxonomy has no topics. Give at least one title with words.')
  return { topics: own, areas: builtInTaxonomy.areas }
}

function buildTopic(setting: TopicSetting): TaxonomyTopic {
  if (setting.words.length === 0) {
    throw new AppError('invalid', `The topic "${setting.title}" has no words, so no paper could belong to it.`)
  }
  const { title, words, area } = setting
  const slug = setting.slug ?? formatSlug(title)
  return { slug, title, sentence: setting.sentence ?? title, words, ...(area === undefined ? {} : { area }) }
}

/** A title as a slug: lower-case letters without their accents and digits, of any script, hyphens between. */
function formatSlug(title: string): string {
  const parts = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return parts?.join('-') ?? 'topic'
}
