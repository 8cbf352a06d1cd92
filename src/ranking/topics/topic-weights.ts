import data from '../topics.data.json' with { type: 'json' }
import type { TopicWeights } from './topic-model.ts'

/** The weights that come with Courant. */
export const builtInTopicWeights: TopicWeights = data
