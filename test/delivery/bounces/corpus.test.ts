import { expect, it } from 'vitest'
import { classifyCorpus } from '../../eval/bounces.eval.ts'
import { hasSharedData } from '../../support/shared-data.ts'

it.runIf(hasSharedData)(
  'understands 97 % of the real bounces and suppresses nobody wrongly',
  async () => {
    const all = await classifyCorpus()
    expect(all.filter(({ isWrongSuppression }) => isWrongSuppression).map(({ file }) => file)).toEqual([])
    expect(all.filter(({ isRight }) => isRight).length / all.length).toBeGreaterThanOrEqual(0.97)
  },
  60_000,
)
