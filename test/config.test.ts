import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSettings, parseSettings } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'

function aFile(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'courant-config-')), name)
  writeFileSync(path, text)
  return path
}

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('loadSettings', () => {
  it('reads a file, and lets a variable win over it', () => {
    const file = aFile('courant.yaml', 'smtp:\n  host: mail.example.com\n  port: 25\n')
    const { config, source } = loadSettings(file, { COURANT_SMTP_PORT: '2525' })
    expect(config.smtp).toMatchObject({ host: 'mail.example.com', port: 2525, security: 'starttls' })
    expect(source).toBe(file)
  })

  it('reads a .env beside the file, which the environment wins over', () => {
    const file = aFile('courant.yaml', '')
    writeFileSync(join(file, '..', '.env'), 'COURANT_SMTP_HOST=from-dotenv\nCOURANT_SMTP_USER=from-dotenv\n')
    const { config } = loadSettings(file, { COURANT_SMTP_USER: 'from-environment' })
    expect(config.smtp).toMatchObject({ host: 'from-dotenv', user: 'from-environment' })
  })

  it('reads a secret from the file that its _FILE variable names', () => {
    const file = aFile('password', 'correct horse\n')
    expect(loadSettings(aFile('courant.yaml', ''), { COURANT_SMTP_PASSWORD_FILE: file }).secrets).toEqual({
      smtpPassword: 'correct horse',
    })
  })

  it('names a file that is not there', () => {
    expect(problemsOf(() => loadSettings('/nowhere/courant.yaml', {}))).toEqual([
      expect.stringContaining('cannot be read'),
    ])
  })

  it.each(['a: [1', '\t- x', 'just text', '- a list'])(
    'B27 refuses YAML that is no settings with a place or a reason: %j',
    (text) => {
      expect(problemsOf(() => loadSettings(aFile('courant.yaml', text), {}))).toHaveLength(1)
    },
  )

  it('B27 refuses a bomb of aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array<string>(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
      .join('\n')}\n`
    expect(problemsOf(() => loadSettings(aFile('courant.yaml', bomb), {}))).toHaveLength(1)
  })

  it('B27 refuses a tag that other readers would run as code', () => {
    const file = aFile('courant.yaml', 'newsletter:\n  name: !!js/function "function () { return 1 }"\n')
    expect(problemsOf(() => loadSettings(file, {}))).toEqual([expect.stringContaining('Unresolved tag')])
  })
})

describe('parseSettings', () => {
  it('reports every problem at once, each with its variable', () => {
    const problems = problemsOf(() =>
      parseSettings({ smtp: { port: 'x' }, nonsense: 1 }, { COURANT_SELECTION_LIMIT: '-3' }, 'test'),
    )
    expect(problems).toHaveLength(3)
    expect(problems.join('\n')).toMatch(
      /smtp\.port \(COURANT_SMTP_PORT\)[^]*selection\.limit \(COURANT_SELECTION_LIMIT\)|unknown "nonsense"/,
    )
  })

  it.each([
    ['COURANT_WEB_PUBLIC_URL', 'https://news.example.com/a\r\nBcc: ada@example.org'],
    ['COURANT_WEB_PUBLIC_URL', 'https://news.example.com/>,<mailto:ada@example.org'],
    ['COURANT_DELIVERY_IDEMPOTENCY_HEADER', 'Bcc'],
    ['COURANT_DELIVERY_IDEMPOTENCY_HEADER', 'List-Unsubscribe'],
  ])('B9 lets no header field in by %s=%j', (name, value) => {
    expect(problemsOf(() => parseSettings({}, { [name]: value }, 'test'))).toEqual([expect.stringContaining(name)])
  })

  it.each(['https://news.example.com/?a=b', 'https://news.example.com/#top', 'https://ada:secret@news.example.com'])(
    'B27 refuses %s as public address, because links are made by adding to it',
    (address) => {
      expect(problemsOf(() => parseSettings({ web: { publicUrl: address } }, {}, 'test'))).toEqual([
        expect.stringContaining('web.publicUrl'),
      ])
      expect(problemsOf(() => parseSettings({ alarm: { pingUrl: address } }, {}, 'test'))).toEqual([])
    },
  )

  it('B27 says where a secret belongs that stands in the file', () => {
    const [problem] = problemsOf(() => parseSettings({ smtp: { password: 'x' } }, {}, 'test'))
    expect(problem).toContain('COURANT_SMTP_PASSWORD')
  })

  it('refuses a variable that is no setting', () => {
    expect(problemsOf(() => parseSettings({}, { COURANT_SMPT_HOST: 'x' }, 'test'))).toEqual([
      expect.stringContaining('COURANT_SMPT_HOST is no setting'),
    ])
  })

  it('does not let keys of the prototype in', () => {
    problemsOf(() => parseSettings(JSON.parse('{"__proto__":{"polluted":1},"smtp":{"constructor":1}}'), {}, 'test'))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
