import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRateLimitStore } from '../../src/store/rate-limits.ts'
import { openStore } from '../../src/store/open.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { plainProfile, plainWishes } from '../../src/subscribers/profile.ts'
import { audienceOf, at, importText, papers, subscriptionOf } from '../support/readers.ts'
import { root } from '../support/paths.ts'

const source = join(root, 'src')
const files = globSync('**/*.ts', { cwd: source }).map((path) => ({
  path,
  text: readFileSync(join(source, path), 'utf8'),
}))

/** Files that hold what matches. */
function listFiles(pattern: RegExp): string[] {
  return files
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path)
    .toSorted()
}

describe('SQL', () => {
  it('is made of constants and parameters: text becomes SQL in three files, which were looked at', () => {
    expect(listFiles(/\bsql\.raw\b/)).toEqual(['store/migrate.ts'])
    expect(listFiles(/\bCompiledQuery\.raw\b/)).toEqual(['store/imports/insert-readers.ts', 'store/ledger/marks.ts'])
    expect(listFiles(/\bsql\.(?:id|ref|table)\b|\bdynamic\b\.(?:ref|table)/)).toEqual([])
  })
})

describe('hostile text', () => {
  const hostile = [
    "' OR '1'='1",
    "'; DROP TABLE subscribers; --",
    '" OR ""="',
    '1) UNION SELECT address FROM subscribers--',
    "%' AND 1=1 --",
    '\\',
    '$1',
    '?',
    ':name',
  ]

  it('is kept as it is wherever a person can write, and changes nothing else', async () => {
    await using store = await openStore({ kind: 'sqlite', path: ':memory:' })
    await importText(store, 'email,name,tags\nann@example.com,Ann,\nbob@example.com,Bob,\n')
    const audience = audienceOf(store)
    const ann = await subscriptionOf(store, 'ann@example.com')
    if (!ann) throw new Error('Ann was imported.')
    const profile = { ...plainProfile, words: hostile, authors: hostile, exclude: hostile }
    const now = at('2026-11-02T00:00:00Z')
    await changePreferences(audience, {
      list: papers,
      subscriberId: ann.subscriberId,
      now,
      profile,
      wishes: plainWishes,
    })
    expect((await subscriptionOf(store, 'ann@example.com'))?.profile.words.toSorted()).toEqual(hostile.toSorted())
    const limits = createRateLimitStore(store.db)
    for (const bucket of hostile) expect(await limits.take(bucket, { limit: 1, windowSeconds: 60, now })).toBe(true)
    for (const text of hostile) {
      const { counts } = await importText(store, `email;name;tags\n"${text.replaceAll('"', '""')}";x;y\n`)
      expect([text, counts.added]).toEqual([text, 0])
    }
    expect(await audience.subscriptions.count(papers)).toEqual({ unconfirmed: 0, confirmed: 2, unsubscribed: 0 })
  })
})
