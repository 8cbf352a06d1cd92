import { describe, expect, it } from 'vitest'
import { classifyMessage } from '../../../src/delivery/bounces/classify.ts'
import { answered, answers } from './families/answers.ts'
import { inLanguages } from './families/in-languages.ts'
import { inReports } from './families/in-reports.ts'
import { inWordsOfServers } from './families/in-words-of-servers.ts'
import { inWords } from './families/in-words.ts'
import { formatSample } from './families/sample.ts'

describe('classifyMessage, mail systems that the corpus lacks', () => {
  it.each([...inWords, ...inWordsOfServers, ...inReports, ...inLanguages])('understands $system', async (sample) => {
    const { recipients } = await classifyMessage(formatSample(sample))
    expect(recipients.map(({ kind, reason, address }) => `${kind} ${reason} ${address}`)).toEqual([sample.expected])
  })

  it.each(answers)('takes "%s" to %s for %s', async (reply, command, kind) => {
    const sample = answered(reply, reply, kind, command)
    expect((await classifyMessage(formatSample(sample))).kind).toBe(kind)
  })
})
