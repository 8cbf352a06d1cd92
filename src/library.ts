/**
 * What `import … from 'courant'` gives: the stages of the pipeline, each a pure function from one noun to the next, and
 * what it takes to call them. Everything else in the package may change in any version.
 *
 *     parseDigest → rankPapers → composeIssue → renderIssue → fillHtml, fillText
 */
export { parseInstant, parsePlainDate, type Instant, type PlainDate } from './clock.ts'
export { AppError, DigestParseError, type ErrorCode } from './errors.ts'
export { parseAddress, parseMailbox, type AddrSpec, type Mailbox } from './mail/address.ts'

export type { Digest, Entry, ParsedDigest, Problem } from './digest/digest.ts'
export { mergeDigests } from './digest/merge.ts'
export type { Author, Paper } from './digest/paper.ts'
export { digestFormats, type DigestFormat } from './digest/formats.ts'
export { parseDigest, type DigestInput, type ParseOptions } from './digest/parse.ts'

export { rankPapers, type RankOptions } from './ranking/rank.ts'
export { createRanker, type DigestOptions, type PersonalOptions, type Ranker } from './ranking/ranker.ts'
export type { DroppedPaper, RankedPaper, Ranking, Reason, Topic, TopicGroup } from './ranking/ranking.ts'

export { composeIssue, type ComposeOptions } from './issue/compose.ts'
export type { Issue, Newsletter, Section } from './issue/issue.ts'

export { fillHtml, fillText } from './rendering/fill.ts'
export { renderIssue, type RenderOptions } from './rendering/render.ts'
export type { RenderedIssue, SlotValues } from './rendering/rendering.ts'
export { openTemplates, type Templates } from './rendering/templates/templates.ts'

export type { RankerPlugin } from './ranking/ranker-plugin.ts'
export type { SourcePlugin, SourceText } from './sources/source-plugin.ts'
export type { PluginMessage, TransportPlugin } from './delivery/plugin-transport.ts'

export { listRuns } from './schedule/next-run.ts'
export type { PlannedRun, Run, Schedule } from './schedule/schedule.ts'
