import { DomUtils } from 'htmlparser2'
import { buildPaperView } from '../views/paper-view.ts'
import { parseDeclarations, parseStyleSheet, type Declarations } from './css.ts'
import type { Finding } from './finding.ts'
import { found, placeOf, textOf, type CheckedPage } from './page.ts'

/** What is read aloud comes in the order of the source: the papers by their places, and no style that shows it otherwise. */
export function checkReadingOrder(page: CheckedPage): Finding[] {
  return [...checkPaperOrder(page), ...checkStyles(page)]
}

function checkPaperOrder(page: CheckedPage): Finding[] {
  const { lead, sections, newsletter } = page.issue
  const titles = [lead, ...sections.flatMap(({ papers }) => papers)].map(
    (ranked) => buildPaperView(ranked, 'title', newsletter).title,
  )
  const known = new Set(titles)
  let at = 0
  for (const heading of page.elements.filter(({ name }) => /^h[1-6]$/.test(name))) {
    const words = textOf(heading)
    const title = known.has(words) ? words : words.replace(/^\d+ /, '')
    if (!known.has(title)) continue
    const next = titles.indexOf(title, at)
    if (next < 0) {
      const message = `"${title.slice(0, 60)}" stands before what comes ahead of it in the issue; a template has turned the order round.`
      return [found('warning', 'a11y.order', message, placeOf(page, heading))]
    }
    at = next + 1
  }
  return []
}

function checkStyles(page: CheckedPage): Finding[] {
  const sheets = DomUtils.getElementsByTagName('style', page.document, true).map(DomUtils.textContent)
  const rules = sheets.flatMap((sheet) => parseStyleSheet(sheet))
  const inSheets = rules.flatMap(({ selector, declarations }) => describeMove(declarations, selector))
  const inElements = page.elements.flatMap((element) => {
    const [moved] = describeMove(parseDeclarations(element.attribs['style'] ?? ''), `<${element.name}>`)
    const jump = Number(element.attribs['tabindex'] ?? 0) > 0 ? `tabindex of <${element.name}>` : undefined
    const what = moved ?? jump
    return what === undefined ? [] : [{ what, where: placeOf(page, element) }]
  })
  return [...inSheets.map((what) => ({ what, where: undefined })), ...inElements].map(({ what, where }) =>
    found('warning', 'a11y.order', `${what} shows things in another order than they are read in.`, where),
  )
}

function describeMove(declarations: Declarations, of: string): string[] {
  const isMoving = ([name, value]: readonly [string, string]): boolean =>
    (name === 'float' && value !== 'none') ||
    (name === 'position' && /absolute|fixed/.test(value)) ||
    (name === 'order' && value !== '0') ||
    (/^flex-(direction|flow)$/.test(name) && value.includes('reverse'))
  return [...declarations].filter(isMoving).map(([name, value]) => `"${name}: ${value}" of ${of}`)
}
