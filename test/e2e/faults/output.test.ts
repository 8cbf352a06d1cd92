import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openOffice, writeDigest, type Office } from '../../support/sending/office.ts'

const shell = (line: string): string[] => ['bash', '-c', line]

function expectEachOnce({ copies }: Office, readers: number): void {
  expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
  expect(copies().size).toBe(readers)
}

describe('F39 a sending whose words go nowhere', () => {
  it.each([
    ['standard output is full', '"$0" "$@" >/dev/full'],
    ['standard error is full', '"$0" "$@" 2>/dev/full'],
    ['both are closed', '"$0" "$@" >&- 2>&-'],
    ['whoever read it has gone', '"$0" "$@" 2>&1 | head -c 1 >/dev/null'],
  ])('is sent to everybody when %s', async (_, line) => {
    await using office = await openOffice()
    const { signal } = await office.run(['send', 'digest.json', '--list', 'main'], { wrapper: shell(line) })
    expect(signal).toBeNull()
    expectEachOnce(office, 10)
  })

  it('says so where the result is all there is', async () => {
    await using office = await openOffice()
    const { code, stderr } = await office.run(['rank', 'digest.json'], { wrapper: shell('"$0" "$@" >/dev/full') })
    expect([code, stderr]).toEqual([75, expect.stringMatching(/^The result cannot be written.*\.\n$/)])
  })
})

describe('F34 a sending whose inputs change under it', () => {
  it('goes on with what was frozen when digest and templates are changed, and after a kill', async () => {
    await using office = await openOffice({
      readers: 40,
      sink: { delayMs: 25 },
      settings: 'rendering: { templates: mine }\n',
    })
    expect((await office.run(['init', '--templates', 'mine'])).code).toBe(0)
    const first = office.start(['send', 'digest.json', '--list', 'main'])
    while (office.messages.length < 3) await sleep(10)
    writeDigest(office.folder, 'digest.json', 'Changed papers')
    for (const name of readdirSync(join(office.folder, 'mine')).filter((file) => /\.(?:txt|mjml)$/.test(file))) {
      writeFileSync(join(office.folder, 'mine', name), 'Changed template')
    }
    while (office.messages.length < 10) await sleep(10)
    first.child.kill('SIGKILL')
    await first.end
    rmSync(join(office.folder, 'digest.json'))
    const worker = office.start(['worker'])
    while (office.copies().size < 40) await sleep(50)
    worker.child.kill('SIGTERM')
    await worker.end
    expect([office.copies().size, Math.max(...office.copies().values()) <= 2]).toEqual([40, true])
    const texts = office.messages.map(({ octets }) => octets.toString())
    expect(texts.filter((text) => text.includes('Changed'))).toEqual([])
    expect(new Set(texts.map((text) => /^Subject: (.*)/m.exec(text)?.[1])).size).toBe(1)
  })
})

describe('F6 a command that is killed at any moment', () => {
  it('leaves a sending whole or absent, wherever in building and sending it was', async () => {
    await using office = await openOffice({ readers: 30, sink: { delayMs: 5 } })
    for (const afterMs of [300, 700, 1100, 1500, 1900]) {
      const { child, end } = office.start(['send', 'digest.json', '--list', 'main'])
      await Promise.race([sleep(afterMs), end])
      child.kill('SIGKILL')
      await end
    }
    const last = await office.run(['send', 'digest.json', '--list', 'main'])
    expect(last.stderr).toMatch(/Finished|is finished/)
    expect(office.copies().size).toBe(30)
    expect([...office.copies().values()].filter((count) => count > 1).length).toBeLessThanOrEqual(5 * 5)
  })

  it('leaves no preview that is cut off', async () => {
    await using office = await openOffice()
    const out = join(office.folder, 'out')
    for (const afterMs of [400, 800, 1200]) {
      const { child, end } = office.start(['preview', 'digest.json', '--out', 'out'])
      await Promise.race([sleep(afterMs), end])
      child.kill('SIGKILL')
      await end
    }
    expect((await office.run(['preview', 'digest.json', '--out', 'out'])).code).toBe(0)
    const names = existsSync(out) ? readdirSync(out) : []
    expect(names.filter((name) => /\.(?:part|tmp)$/.test(name))).toEqual([])
    expect(names.length).toBeGreaterThan(0)
  })
})
