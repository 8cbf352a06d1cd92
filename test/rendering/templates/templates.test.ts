import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fillHtml } from '../../../src/rendering/fill.ts'
import { renderIssue } from '../../../src/rendering/render.ts'
import { packageTemplates } from '../../../src/rendering/templates/template-source.ts'
import { openTemplates } from '../../../src/rendering/templates/templates.ts'
import { anIssue, someSlotValues } from '../../support/issues.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'courant-templates-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function write(name: string, text: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true })
  writeFileSync(join(directory, name), text)
}

/** The package's own file, changed. */
function change(name: string, from: string, to: string): void {
  write(name, readFileSync(join(packageTemplates, name), 'utf8').replace(from, to))
}

const failure = async () => openTemplates(directory).then(String, String)

// Loading MJML takes seconds on a machine that is busy.
describe('openTemplates', { timeout: 60_000 }, () => {
  it('takes what the folder does not have from the package', async () => {
    change('theme.json', '#98291c', '#123456')
    const templates = await openTemplates(directory)
    const page = fillHtml(renderIssue(anIssue(), templates).html, someSlotValues())
    expect(page).toContain('color:#123456')
    expect(page).not.toContain('#98291c')
  })

  it('says that a folder is not there, which would lack everything', async () => {
    await expect(openTemplates(join(directory, 'typo'))).rejects.toThrow(/no folder ".*typo" of templates/)
  })

  it('opens a copy of the whole folder', async () => {
    cpSync(packageTemplates, directory, { recursive: true })
    expect((await openTemplates(directory)).directory).toBe(directory)
  })

  it('links no font and keeps no comment of a template', async () => {
    change('full.mjml', '<mj-body', '<!-- a note to myself --><mj-body')
    const page = fillHtml(renderIssue(anIssue(), await openTemplates(directory)).html, someSlotValues())
    expect(page).not.toMatch(/fonts\.googleapis|@import|a note to myself/)
  })

  it.each([
    ['partials/paper.hbs', '{{title}}', '{{titel}}', 4, 'there is no field titel; did you mean title'],
    ['partials/paper.hbs', '{{title}}', '{{{title}}}', 4, 'would let text from outside become HTML'],
    ['partials/paper.hbs', '{{/if}}</h3>', '</h3>', 6, 'has no open block'],
    ['partials/details.hbs', '{{authors}}', '{{@root.subject}}', 1, 'inside {{#paper}} only the paper is known'],
    ['partials/topic.hbs', '{{title}}', '{{lookup this "title"}}', 3, 'a value takes no arguments'],
    ['partials/topic.hbs', '[[light.rule]]', '[[light.ruler]]', 2, 'the theme has no light.ruler'],
    ['full.mjml', '{{/each}}', '', 34, 'a block is opened and not closed'],
    ['full.mjml', '<mj-table>', '<mj-tabel>', 10, 'mj-tabel'],
    ['full.mjml', '    <mj-section css', '    {{subject}}<mj-section css', 8, 'MJML drops'],
    ['full.mjml', '{{> lead}}', 'a {{> lead}}', 13, 'on a line of its own'],
    ['full.mjml', '<mj-section css', '<mj-include path="/etc/passwd" /><mj-section css', 8, 'mj-include is not read'],
  ])('names the file and line of a fault in %s (%s → %s)', async (...[name, from, to, line, problem]) => {
    change(name, from, to)
    const message = await failure()
    expect(message).toContain(problem)
    expect(message).toContain(`${name}, line ${line}:`)
  })

  it('names the line of a theme that is no JSON, and the colour that is none', async () => {
    write('theme.json', '{\n  "width": "640px",\n  oops\n}')
    expect(await failure()).toContain('theme.json, line 3: this is no JSON')
    change('theme.json', '"#98291c"', '"red;} body{"')
    expect(await failure()).toContain('light.accent is "red;} body{"; write a colour as #rrggbb')
    write('theme.json', '{}')
    expect(await failure()).toContain('the theme has no width, fonts.serif')
  })

  it('names a partial that includes itself, and one that is not there', async () => {
    change('partials/more.hbs', '{{#if moreCount}}', '{{#if moreCount}}\n{{> more}}')
    expect(await failure()).toContain('the partial more includes itself')
    change('partials/more.hbs', '{{#if moreCount}}', '{{#if moreCount}}\n{{> morre}}')
    expect(await failure()).toContain('There is no template partials/morre.hbs')
  })

  it('refuses to load MJML in a folder whose .mjmlconfig would run code', async () => {
    const before = process.cwd()
    write('.mjmlconfig', '{ "packages": ["./evil.js"] }')
    try {
      process.chdir(directory)
      expect(await failure()).toContain('.mjmlconfig names code that MJML would run')
    } finally {
      process.chdir(before)
    }
  })
})
