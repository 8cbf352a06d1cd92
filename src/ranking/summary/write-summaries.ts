import type { Paper } from '../../digest/paper.ts'
import type { RankedPaper, Ranking } from '../ranking.ts'
import { listSentences } from './sentences.ts'

/** A summary somebody else wrote, and what it cost; tokens are 0 where it was kept from before. */
export interface WrittenSummary {
  readonly text: string
  readonly kept: boolean
  readonly inputTokens: number
  readonly outputTokens: number
}

/** The port to whoever writes summaries, such as a language model; it may fail for any paper. */
export interface SummaryWriter {
  writeSummary(paper: Paper, maxCharacters: number): Promise<WrittenSummary>
}

/** How the writing of an issue's summaries went. */
export interface SummaryReport {
  readonly written: number
  readonly kept: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Papers that keep the sentences of their abstract, and why. */
  readonly fallbacks: readonly { readonly title: string; readonly reason: string }[]
}

/** Calls on their way at once. */
const parallelCalls = 4

/**
 * Replaces the summaries of a ranking by written ones. A paper whose writer fails, or writes something that is empty, too
 * long or no whole sentence, keeps the sentences of its abstract, and the report says so.
 */
export async function writeSummaries(
  ranking: Ranking,
  writer: SummaryWriter,
  maxCharacters: number,
): Promise<{ ranking: Ranking; report: SummaryReport }> {
  const papers = ranking.groups.flatMap((group) => group.papers).filter(({ paper }) => paper.abstract !== '')
  const outcomes = new Map<RankedPaper, Outcome>()
  const queue = papers.values()
  const work = async (): Promise<void> => {
    for (const paper of queue) outcomes.set(paper, await writeOne(paper, writer, maxCharacters))
  }
  await Promise.all(Array.from({ length: parallelCalls }, work))
  const groups = ranking.groups.map(({ topic, papers }) => ({
    topic,
    papers: papers.map((paper) =>
      Object.assign({ ...paper }, { summary: outcomes.get(paper)?.summary ?? paper.summary }),
    ),
  }))
  const report = buildReport(papers.flatMap((paper) => outcomes.get(paper) ?? []))
  return { ranking: { ...ranking, groups }, report }
}

/** The report as one line for a person: what was written, what it cost, and what fell back and why. */
export function formatSummaryReport(report: SummaryReport): string {
  const { written, kept, inputTokens, outputTokens, fallbacks } = report
  const cost = `${written} ${written === 1 ? 'summary' : 'summaries'} written (${inputTokens} tokens in, ${outputTokens} out), ${kept} kept from before`
  const [first] = fallbacks
  if (!first) return `${cost}.`
  return `${cost}, ${fallbacks.length} taken from the abstract instead: ${first.reason}`
}

interface Outcome {
  readonly title: string
  readonly summary?: readonly string[]
  readonly written?: WrittenSummary
  readonly reason?: string
}

async function writeOne({ paper }: RankedPaper, writer: SummaryWriter, maxCharacters: number): Promise<Outcome> {
  const { title } = paper
  try {
    const written = await writer.writeSummary(paper, maxCharacters)
    const text = written.text.replace(/\s+/g, ' ').trim()
    const wrong = findFault(text, maxCharacters)
    return wrong === undefined ? { title, written, summary: listSentences(text) } : { title, written, reason: wrong }
  } catch (error) {
    return { title, reason: (error as Error).message }
  }
}

function findFault(text: string, maxCharacters: number): string | undefined {
  if (text === '') return 'the summary was empty'
  if (text.length > maxCharacters) return `the summary had ${text.length} characters, ${maxCharacters} are allowed`
  return /[.!?]["”’)]*$/.test(text) ? undefined : 'the summary did not end with a whole sentence'
}

function buildReport(outcomes: readonly Outcome[]): SummaryReport {
  const done = outcomes.flatMap(({ written }) => written ?? [])
  const fallbacks = outcomes.flatMap(({ title, reason }) => (reason === undefined ? [] : [{ title, reason }]))
  const good = outcomes.filter(({ summary }) => summary !== undefined)
  const kept = good.filter(({ written }) => written?.kept === true).length
  return {
    written: good.length - kept,
    kept,
    inputTokens: done.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: done.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    fallbacks,
  }
}
