import { describe, expect, it } from 'vitest'
import type { DraftDigest } from '../../src/digest/draft.ts'
import { mostEntriesIn, readStart } from '../../src/digest/read-start.ts'

const filler = 'x'.repeat(590)

/** One paper per line. */
function read(text: string): DraftDigest {
  const lines = text.split('\n').filter((line) => line !== '')
  return { drafts: lines.map((line) => ({ title: line.slice(0, 8).trim() })), problems: [] }
}

function makeLines(count: number, rest: string): string {
  return Array.from({ length: count }, (_, index) => `${index + 1} ${rest}\n`).join('')
}

describe('the beginning of a long text', () => {
  it('is enough where it holds more papers than are read', () => {
    const text = makeLines(30_000, filler)
    const lengths: number[] = []
    const { drafts } = readStart(text, (part) => {
      lengths.push(part.length)
      return read(part)
    })
    expect(Math.max(...lengths)).toBeLessThan(text.length / 2)
    expect(drafts.length).toBeGreaterThan(mostEntriesIn(text.length))
    expect(drafts.slice(0, 10_000).map(({ title }) => Number(title.replace(/x+$/, '')))).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index + 1),
    )
  })

  it('has no problem that only its end makes', () => {
    const cut = { line: 20_000, code: 'no_title', message: 'Cut in two.' }
    const real = { line: 3, code: 'no_title', message: 'An entry without a title.' }
    const { problems } = readStart(makeLines(30_000, filler), (part) => {
      const { drafts } = read(part)
      return { drafts: drafts.map((draft, index) => ({ ...draft, line: index + 1 })), problems: [real, cut] }
    })
    expect(problems).toEqual([real])
  })

  it('is not enough where the papers are fewer, so that all of them are read', () => {
    const text = makeLines(9000, filler.repeat(2))
    expect(readStart(text, read).drafts).toHaveLength(9000)
  })

  it('is not enough where its papers are short and those after it long', () => {
    const text = makeLines(9000, 'short') + makeLines(900, filler.repeat(20))
    expect(readStart(text, read).drafts).toHaveLength(9900)
  })

  it('may be invalid where the whole is valid', () => {
    const text = makeLines(30_000, filler)
    const whole = readStart(text, (part) => {
      if (part.length < text.length) throw new SyntaxError('ends too early')
      return read(part)
    })
    expect(whole.drafts).toHaveLength(30_000)
  })
})
