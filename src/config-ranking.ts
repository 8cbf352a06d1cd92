import { z } from 'zod'

const phrase = z.string().trim().min(1).max(200)
const phrases = z.array(phrase).max(500)

/** What makes an issue, beside the papers themselves. */
export const selectionSchema = z.strictObject({
  limit: z.int().min(1).max(500).default(20).describe('Papers in an issue'),
  perTopic: z.int().min(1).optional().describe('Most papers with one main topic'),
  perAuthor: z.int().min(1).optional().describe('Most papers of one first author'),
  pins: phrases.default([]).describe('Papers always in: key, arXiv id, title, `author:NAME`, `word:PHRASE`'),
  excludes: phrases.default([]).describe('Papers never in: the same, or words of title and abstract'),
  hiddenGem: z.boolean().default(true).describe('Last place for a promising paper with few votes'),
})

/** What the newsletter as a whole is interested in. */
export const interestsSchema = z.strictObject({
  topics: phrases.default([]).describe('Slugs of topics that count more'),
  words: phrases.default([]).describe('Words that count more'),
  authors: phrases.default([]).describe('Authors who count more'),
})

/** Headings of one's own. */
export const taxonomySchema = z.strictObject({
  mode: z.enum(['extend', 'replace']).default('extend').describe('Own topics beside the built-in ones, or instead'),
  topics: z
    .array(
      z.strictObject({
        title: phrase,
        words: phrases.min(1),
        slug: z
          .string()
          .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
          .optional(),
        sentence: phrase.optional(),
        area: phrase.optional(),
      }),
    )
    .max(200)
    .default([])
    .describe('Own topics: a list of `title` and `words`'),
})

/** How papers are summarised. */
export const summarySchema = z.strictObject({
  characters: z.int().min(40).max(2000).default(280).describe('Most characters of a summary'),
  llmUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Base URL of an OpenAI-compatible service that writes summaries'),
  llmModel: z.string().min(1).optional().describe('Its model'),
  llmTimeoutSeconds: z.int().min(1).max(600).default(30).describe('Longest wait for one summary'),
  llmCache: z.string().min(1).default('.courant/summaries').describe('Folder that keeps its summaries'),
})
