import { DomUtils } from 'htmlparser2'
import type { Finding } from './finding.ts'
import { found, placeOf, textOf, type CheckedPage, type PageElement } from './page.ts'

const emptyWords = new Set(['here', 'click here', 'click', 'link', 'more', 'read more', 'this', 'this link'])

/** What a screen reader needs: a language, a title, headings in order, alternative texts, links that say where to. */
export function checkAccessibility(page: CheckedPage): Finding[] {
  return [
    ...checkDocument(page),
    ...checkHeadings(page),
    ...page.elements.flatMap((element) => checkElement(page, element)),
  ]
}

function checkDocument({ elements }: CheckedPage): Finding[] {
  const root = elements.find(({ name }) => name === 'html')
  const title = elements.find(({ name }) => name === 'title')
  return [
    ...(/^[a-z]{2,3}(-[\w-]+)?$/i.test(root?.attribs['lang'] ?? '')
      ? []
      : [found('error', 'a11y.lang', 'The page does not say its language; set newsletter.language, such as "en".')]),
    ...(title && textOf(title) !== ''
      ? []
      : [found('error', 'a11y.title', 'The page has no title; give the template an <mj-title>.')]),
  ]
}

function checkHeadings(page: CheckedPage): Finding[] {
  const headings = page.elements.filter(({ name }) => /^h[1-6]$/.test(name))
  const levels = headings.map(({ name }) => Number(name[1]))
  const skipped = headings.filter((_, index) => (levels[index] ?? 1) > (levels[index - 1] ?? 0) + 1)
  const firsts = levels.filter((level) => level === 1).length
  return [
    ...(firsts === 1
      ? []
      : [found('warning', 'a11y.h1', `The page has ${firsts} first-level headings; one is right.`)]),
    ...skipped.map((heading) =>
      found('warning', 'a11y.headings', `A heading skips a level (${heading.name}).`, placeOf(page, heading)),
    ),
  ]
}

function checkElement(page: CheckedPage, element: PageElement): Finding[] {
  const { name, attribs } = element
  if (name === 'img' && attribs['alt'] === undefined) {
    const where = { part: 'html', quote: attribs['src'] ?? '' } as const
    return [found('error', 'a11y.alt', `The image ${attribs['src'] ?? ''} has no alternative text.`, where)]
  }
  if (name === 'table' && !['presentation', 'none'].includes(attribs['role'] ?? '')) {
    return [found('warning', 'a11y.table', 'A layout table has no role="presentation".', placeOf(page, element))]
  }
  if (name === 'a') return checkLinkText(page, element)
  const size = /font(?:-size)?:\s*(?:\d{3} )?([\d.]+)px/.exec(attribs['style'] ?? '')?.[1]
  if (size !== undefined && Number(size) > 1 && Number(size) < 12) {
    return [found('warning', 'a11y.small', `A text of ${size} px is too small to read.`, placeOf(page, element))]
  }
  return []
}

function checkLinkText(page: CheckedPage, link: PageElement): Finding[] {
  const images = DomUtils.getElementsByTagName('img', link, true).map(({ attribs }) => attribs['alt'] ?? '')
  const words = [textOf(link), link.attribs['aria-label'] ?? '', ...images].join(' ').trim()
  if (words === '') return [found('error', 'a11y.link', 'A link has no text.', placeOf(page, link))]
  if (!emptyWords.has(words.toLowerCase())) return []
  return [found('warning', 'a11y.link_text', `A link says only "${words}"; say where it leads.`, placeOf(page, link))]
}
