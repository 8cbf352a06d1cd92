import data from './topic-weights.data.json' with { type: 'json' }

/**
 * By topic, what further terms say for or against it, as `test/eval/fit-topics.ts` fits it: under each weight the terms
 * (stems) that have it, separated by spaces; `_` joins the two stems of a pair.
 */
export type TopicWeights = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The weights that come with Courant. */
export const builtInTopicWeights: TopicWeights = data
