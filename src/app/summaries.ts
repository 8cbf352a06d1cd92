import type { App } from '../app.ts'
import type { Ranking } from '../ranking/ranking.ts'
import { formatSummaryReport, writeSummaries } from '../ranking/summary/write-summaries.ts'
import { createLlmSummaryWriter } from '../sources/llm-summary.ts'

/**
 * Lets the language model of the settings write the summaries, where there is one; the notice says what that cost and
 * what fell back on the abstract.
 */
export async function summarizeRanking(app: App, ranking: Ranking): Promise<{ ranking: Ranking; notices: string[] }> {
  const { llmUrl: url, llmModel: model, llmTimeoutSeconds, llmCache, characters } = app.config.summary
  if (url === undefined || model === undefined) return { ranking, notices: [] }
  const { llmKey: key } = app.secrets
  const writer = createLlmSummaryWriter({
    url,
    model,
    ...(key === undefined ? {} : { key }),
    timeoutMs: llmTimeoutSeconds * 1000,
    cacheFolder: llmCache,
  })
  const written = await writeSummaries(ranking, writer, characters)
  return { ranking: written.ranking, notices: [formatSummaryReport(written.report)] }
}
