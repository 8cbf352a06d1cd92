import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aFolder, runCli } from '../support/cli.ts'
import { makePapers, samples } from '../support/sample-digests.ts'

it('digest check prints a digest piece by piece as the JSON that it is', async () => {
  const file = join(aFolder(), 'papers.json')
  const source = '"entries": []'
  writeFileSync(
    file,
    samples['json']?.([...makePapers(500), { ...makePapers(1)[0]!, id: '2001.00001', title: source }]) ?? '',
  )
  const { stdout } = await runCli(['digest', 'check', file, '--json'])
  const printed = JSON.parse(stdout) as { digest: { entries: { paper: { title: string } }[] } }
  expect(stdout).toBe(`${JSON.stringify(printed, undefined, 2)}\n`)
  expect(printed.digest.entries).toHaveLength(501)
  expect(printed.digest.entries.at(-1)?.paper.title).toBe(source)
})

it('digest check says how sure it is, what is known, and what was merged', { timeout: 30_000 }, async () => {
  const [paper] = makePapers(1)
  const file = join(aFolder(), 'list.txt')
  writeFileSync(file, `${samples['json-lines']?.([paper!, paper!]) ?? ''}{"abstract": "no title"}\n`)
  const { stdout } = await runCli(['digest', 'check', file])
  expect(stdout.split('\n')).toEqual([
    `${file}: 1 paper of 2026-11-20, read as json-lines (95 % sure)`,
    `   1  ${paper!.title}`,
    'Known of 1: arXiv id 1, authors 1, abstract 1, categories 1, votes 1.',
    '1 more entry of papers above, merged with them.',
    '1 problem:',
    '  line 3: The line has no title; skipped. [bad_entry]',
    '',
  ])
  writeFileSync(file, 'Quiet Hands Learn to Pour\nDo Small Benchmarks Age Well\nProof by a Large Committee\n')
  expect((await runCli(['digest', 'check', file])).stdout).toContain(
    '(20 % sure; if it is another, name it with --format)',
  )
})
