import { Command, Option } from 'commander'
import { readDigest } from '../../app/sources.ts'
import { rankDigest, type RankingChoices } from '../../app/rank.ts'
import type { RankedPaper, Ranking } from '../../ranking/ranking.ts'
import { withRankingOptions } from '../digest-options.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'

/** `courant rank`: the groups with scores and reasons, and what was dropped and why. */
export function buildRankCommand(): Command {
  const rank = new Command('rank')
    .description('rank and group a digest: scores, reasons, and what was dropped')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .addOption(new Option('--all', 'every paper, without limit, caps or merging'))
    .action(rankInputs)
  return withCommonOptions(withRankingOptions(rank))
}

async function rankInputs(inputs: string[], options: CommonOptions & RankingChoices): Promise<void> {
  const app = openCommandApp(options)
  const ranking = await rankDigest(app, await readDigest(app, inputs, options), options)
  if (options.json === true) printJson(ranking)
  else print(formatRanking(ranking))
}

function formatRanking({ groups, dropped }: Ranking): string {
  const shown = groups.flatMap(({ topic, papers }) => ['', topic.title, ...papers.flatMap(formatPaper)])
  const left = dropped.map(({ paper, reason }) => `      ${paper.title}: ${reason}`)
  const lines = [...shown, ...(left.length > 0 ? ['', `Dropped (${left.length})`, ...left] : [])]
  return lines.slice(1).map(toTerminalText).join('\n')
}

function formatPaper({ rank, score, paper, reasons }: RankedPaper): string[] {
  const why = reasons.map(({ signal, points }) => `${signal} ${points.toFixed(1)}`).join(', ')
  return [`${String(rank).padStart(4)}  ${paper.title}`, `      ${score.toFixed(1)} = ${why}`]
}
