import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { goldenDirectory, renderGolden } from '../support/golden.ts'

const files = renderGolden(await openTemplates())

describe('the golden renderings', () => {
  it.each([...files.keys()])('%s is as approved; after a change on purpose run "npm run golden" and look', (name) => {
    const path = join(goldenDirectory, name)
    expect(existsSync(path) ? readFileSync(path, 'utf8') : `${name} is not in fixtures/golden`).toBe(files.get(name))
  })
})
