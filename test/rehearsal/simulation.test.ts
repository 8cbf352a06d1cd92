import { describe, expect, it } from 'vitest'
import { createTally } from '../../src/rehearsal/tally.ts'
import { crashStages, planCrashes, type Crash } from '../../src/rehearsal/crash-plan.ts'
import { sumCrashes } from '../../src/rehearsal/simulation.ts'
import type { SunkMessage } from '../../src/rehearsal/sink-options.ts'

function aCopy(rcptTo: string, messageId = '<one@news.example.com>'): SunkMessage {
  return { mailFrom: '', rcptTo, octets: Buffer.from(`Message-ID: ${messageId}\r\n\r\nText.\r\n`) }
}

describe('planCrashes', () => {
  it('goes through all stages in turn, and kills before any dot only where nothing can be sent yet', () => {
    const crashes = planCrashes(90, () => 0.5)
    expect(crashes.slice(0, crashStages.length).map(({ stage }) => stage)).toEqual(crashStages)
    expect(new Set(crashes.filter(({ moment }) => moment === 'first').map(({ stage }) => stage))).toEqual(
      new Set(['start', 'connect', 'mail', 'rcpt', 'data', 'body']),
    )
    expect(
      crashes
        .filter(({ moment, stage }) => moment === 'first' && stage !== 'start')
        .map(({ occurrence }) => occurrence),
    ).toEqual(Array.from({ length: 25 }, () => 1))
  })
})

describe('the tally', () => {
  const crash: Crash = { stage: 'rcpt', moment: 'amid', occurrence: 2 }

  it('says once that the sender is to be killed, at the occurrence that was planned', () => {
    const tally = createTally(() => 0)
    tally.startRun(crash)
    expect(['rcpt', 'mail', 'rcpt', 'rcpt'].map((stage) => tally.atStage(stage as 'rcpt'))).toEqual([
      false,
      false,
      true,
      false,
    ])
  })

  it('counts every copy, and lays a second one to the run that gave the first', () => {
    const tally = createTally(() => 0)
    tally.startRun(crash)
    tally.receive(aCopy('ada@example.com'))
    tally.receive(aCopy('bob@example.com'))
    tally.startRun(undefined)
    tally.receive(aCopy('ada@example.com'))
    expect([...tally.copies]).toEqual([
      ['ada@example.com', 2],
      ['bob@example.com', 1],
    ])
    expect([...tally.duplicatesOfRun]).toEqual([[0, 1]])
    expect(tally.strangers).toBe(0)
    expect(sumCrashes([crash], tally.duplicatesOfRun)).toEqual([
      { stage: 'rcpt', moment: 'amid', kills: 1, duplicates: 1, worst: 1 },
    ])
  })

  it('tells a second copy under another Message-ID', () => {
    const tally = createTally(() => 0)
    tally.startRun(undefined)
    tally.receive(aCopy('ada@example.com'))
    tally.receive(aCopy('ada@example.com', '<two@news.example.com>'))
    expect(tally.strangers).toBe(1)
  })

  it('measures from the start of each sender to its first message', () => {
    let now = 100
    const tally = createTally(() => now)
    for (const wait of [30, 50]) {
      tally.startRun(undefined)
      now += wait
      tally.receive(aCopy('ada@example.com'))
      now += 1000
    }
    expect(tally.firstMessageMs).toEqual([30, 50])
  })
})
