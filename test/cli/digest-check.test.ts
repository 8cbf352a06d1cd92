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
