import { describe, expect, it } from 'vitest'
import { readReference } from '../../../src/digest/lists/read-reference.ts'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'

describe('readReference', () => {
  it.each([
    [
      'Example, A., & Sample, B. C. (2026). A Study of Names. arXiv preprint',
      'A Study of Names',
      ['A. Example', 'B. C. Sample'],
    ],
    [
      'Example, A. (2026, November 3). Who Counts? Arguments. Journal of Examples, 3(1)',
      'Who Counts? Arguments',
      ['A. Example'],
    ],
    ['Example, A., et al. (2026). *A Study of Names*. arXiv', 'A Study of Names', ['A. Example']],
    [
      'Example, Ann, and Bo Sample. "A Study of Names." arXiv preprint',
      'A Study of Names',
      ['Ann Example', 'Bo Sample'],
    ],
    ['Example, Ann. "A Study of "Names" in Use." arXiv preprint', 'A Study of "Names" in Use', ['Ann Example']],
    [
      '[12] A. Example, B. Sample and C. Specimen, “A Study of Names,” arXiv',
      'A Study of Names',
      ['A. Example', 'B. Sample', 'C. Specimen'],
    ],
  ])('reads %j', (words, title, names) => {
    expect(readReference(words)).toEqual({ title, names })
  })

  it.each([
    'A Study of Names (2026). It is long',
    'We call it "A Study of Names" and mean it',
    'Example, A Study of Names (2026). Part Two of Many',
    'A Study of Names',
  ])('takes %j for no reference', (words) => {
    expect(readReference(words)).toBeUndefined()
  })
})

it('reads a list of references by the ids behind them', () => {
  const content =
    'Example, A., & Sample, B. (2026). A Study of Names. arXiv preprint arXiv:2611.10001.\nSample, Bo, and Ann Example. "Names of a Study." arXiv preprint arXiv:2611.10002 (2026).\n'
  const { digest } = parseDigest({ source: 'list', content }, { today: '2026-11-23' as PlainDate })
  expect(digest.entries.map(({ paper }) => [paper.title, paper.authors.map(({ name }) => name), paper.key])).toEqual([
    ['A Study of Names', ['A. Example', 'B. Sample'], '2611.10001'],
    ['Names of a Study', ['Bo Sample', 'Ann Example'], '2611.10002'],
  ])
})
