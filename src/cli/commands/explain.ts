import { Command } from 'commander'
import { explainInput, type RankingChoices } from '../../app/rank.ts'
import type { Explanation } from '../../ranking/explain.ts'
import { withRankingOptions } from '../digest-options.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, toTerminalText } from '../output.ts'

/** `courant explain`: the sum behind one paper's place, or the rule that dropped it. */
export function buildExplainCommand(): Command {
  const explain = new Command('explain')
    .description("show the sum behind one paper's place, or the rule that dropped it")
    .argument('<input>', 'file, - for standard input, https address, or a named source')
    .argument('<paper>', 'arXiv id, key, rank, or words of the title')
    .action(explainPaperOf)
  return withCommonOptions(withRankingOptions(explain))
}

async function explainPaperOf(input: string, paper: string, options: CommonOptions & RankingChoices): Promise<void> {
  const explanation = await explainInput(openCommandApp(options), input, { ...options, paper })
  if (options.json === true) printJson(explanation)
  else print(formatExplanation(explanation))
}

function formatExplanation(explanation: Explanation): string {
  if (explanation.kind === 'dropped') {
    const { paper, rule, reason } = explanation.dropped
    return toTerminalText(`${paper.title}\nNot shown: ${reason} [${rule}]`)
  }
  const { ranked, topic, paperCount } = explanation
  const lines = [
    ranked.paper.title,
    `Place ${ranked.rank} of ${paperCount}, under "${topic.title}": ${ranked.placement}`,
    ...ranked.reasons.map(
      ({ signal, points, sentence }) =>
        `${points.toFixed(1).padStart(7)}  ${signal}${sentence === '' ? '' : `: ${sentence}`}`,
    ),
    `${ranked.score.toFixed(1).padStart(7)}  sum`,
  ]
  return lines.map(toTerminalText).join('\n')
}
