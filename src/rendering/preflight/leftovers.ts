import type { Finding } from './finding.ts'
import { found, lineOf, type CheckedPage } from './page.ts'

const leftovers: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\{\{|\}\}/, 'template code'],
  [/\[\[|\]\]/, 'a value of the theme'],
  [/\b(TK|TODO|FIXME|XXX)\b/, 'an editor’s mark'],
  [/lorem ipsum/i, 'a filler text'],
  [/\[object \w+\]|\bundefined\b|\bNaN\b/, 'a value that a program lost'],
  [/%%?[A-Z_]{3,}%%?|\*\|[A-Z_]+\|\*|\$\{\w+\}/, 'a merge field of another program'],
  [/<\/?mj-/, 'MJML'],
]

/** What should have been replaced before; the papers' own words may hold anything. */
export function checkLeftovers(page: CheckedPage): Finding[] {
  const ownTexts = page.texts.filter(({ isFromPaper }) => !isFromPaper)
  const inText = ownTexts.flatMap(({ text, line }) =>
    findLeftover(text).map((what) =>
      found('error', 'leftover', `"${text.slice(0, 60)}" is ${what}.`, {
        part: 'html',
        line,
        quote: text.slice(0, 60),
      }),
    ),
  )
  const inAddresses = page.elements.flatMap((element) => {
    const address = element.attribs['href'] ?? element.attribs['src'] ?? ''
    const isTemplate = address.includes('{{') || address.includes('[[') || address.includes('*|')
    const where = { part: 'html', line: lineOf(page, element), quote: address } as const
    return isTemplate
      ? [found('error', 'leftover', `A link still holds template code: ${address.slice(0, 80)}`, where)]
      : []
  })
  const inSubject = findLeftover(page.rendered.subject).map((what) =>
    // Subjects are made of papers' titles, which may hold braces.
    found('warning', 'leftover.subject', `The subject holds ${what}.`, { part: 'header' }),
  )
  return [...inText, ...inAddresses, ...inSubject]
}

function findLeftover(text: string): string[] {
  return leftovers.filter(([pattern]) => pattern.test(text)).map(([, what]) => what)
}
