import data from '../topics.data.json' with { type: 'json' }
import type { TopicWeights } from './classify.ts'

/** The weights that come with Courant. */
export const builtInTopicWeights: TopicWeights = data
