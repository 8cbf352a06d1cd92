import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openOffice, writeDigest, type Office } from '../../support/sending/office.ts'

const library = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
].find((path) => existsSync(path))
if (library === undefined) process.stderr.write('skipped: libfaketime is not here (apt-get install libfaketime)\n')

/** The environment of a process whose clock starts at a time of UTC; timers go by the real one. */
const at = (time: string): Record<string, string> => ({
  LD_PRELOAD: library ?? '',
  FAKETIME: `@${time}`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  TZ: 'UTC',
})

const settings = (cron: string): string =>
  `schedules: [{ name: daily, cron: '${cron}', zone: Europe/Berlin, source: 'digest-{date}.json', list: main }]\n`

/** An office with a schedule that was first seen at a time, and papers for days. */
async function openScheduled(cron: string, { seen, days }: { seen: string; days: readonly string[] }): Promise<Office> {
  const office = await openOffice({ readers: 3, settings: settings(cron) })
  for (const day of days) writeDigest(office.folder, `digest-${day}.json`, `Papers of ${day}`)
  await look(office, seen)
  return office
}

/** One look of `schedule run --once` at a time; how many messages there are then. */
async function look(office: Office, time: string): Promise<number> {
  const { stderr } = await office.run(['schedule', 'run', '--once'], { env: at(time) })
  expect(stderr).toBe('')
  return office.messages.length
}

describe.skipIf(library === undefined)('a machine whose clock is not what it was', () => {
  it('F30 sends once on the night without 02:30, after the gap', async () => {
    await using office = await openScheduled('30 2 * * *', { seen: '2026-03-28 12:00:00', days: ['2026-03-29'] })
    expect(await look(office, '2026-03-29 00:59:50')).toBe(0)
    expect(await look(office, '2026-03-29 01:00:05')).toBe(3)
    expect(await look(office, '2026-03-29 01:31:00')).toBe(3)
  })

  it('F30 sends once on the night with two 02:30', async () => {
    await using office = await openScheduled('30 2 * * *', { seen: '2026-10-24 12:00:00', days: ['2026-10-25'] })
    expect(await look(office, '2026-10-25 00:30:05')).toBe(3)
    expect(await look(office, '2026-10-25 01:30:05')).toBe(3)
    expect(await look(office, '2026-10-25 02:30:05')).toBe(3)
  })

  it('F30 sends nothing twice when the clock steps two hours back and forth, and nothing in 1970', async () => {
    await using office = await openScheduled('0 7 * * *', {
      seen: '2026-11-23 12:00:00',
      days: ['2026-11-24', '1970-01-01'],
    })
    expect(await look(office, '2026-11-24 06:00:10')).toBe(3)
    expect(await look(office, '2026-11-24 04:00:10')).toBe(3)
    expect(await look(office, '2026-11-24 06:00:05')).toBe(3)
    expect(await look(office, '2026-11-24 08:00:10')).toBe(3)
    expect(await look(office, '1970-01-01 06:00:10')).toBe(3)
    expect(await look(office, '2026-11-24 09:00:10')).toBe(3)
  })

  it('F31 sends once after the daemon was stopped over the time that it was due', async () => {
    await using office = await openScheduled('0 7 * * *', { seen: '2026-11-23 12:00:00', days: ['2026-11-24'] })
    const { child, end } = office.start(['schedule', 'run'], { env: at('2026-11-24 05:59:52') })
    await sleep(4000)
    child.kill('SIGSTOP')
    await sleep(8000)
    expect(office.messages.length).toBe(0)
    child.kill('SIGCONT')
    while (office.messages.length < 3) await sleep(50)
    await sleep(1500)
    child.kill('SIGTERM')
    expect((await end).code).toBe(0)
    expect(office.messages.length).toBe(3)
  })
})
