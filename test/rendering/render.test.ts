import { beforeAll, describe, expect, it } from 'vitest'
import type { Issue } from '../../src/issue/issue.ts'
import { countSlottedBytes } from '../../src/rendering/encoded-size.ts'
import { fillHtml, fillText } from '../../src/rendering/fill.ts'
import { createIssueRenderer, renderIssue } from '../../src/rendering/render.ts'
import { openTemplates, type Templates } from '../../src/rendering/templates/templates.ts'
import { aNewsletter, anIssue, someSlotValues } from '../support/issues.ts'
import { aWholePaper, authors } from '../support/papers.ts'
import { aRankedPaper } from '../support/ranked-papers.ts'
import { composeSample } from '../support/sending/sample-message.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
  // Loading MJML takes seconds on a machine that is busy.
}, 60_000)

const html = (issue: Issue) => fillHtml(renderIssue(issue, templates).html, someSlotValues())
const text = (issue: Issue) => fillText(renderIssue(issue, templates).text, someSlotValues())

describe('renderIssue', () => {
  it('shows masthead, dateline, contents, lead story, sections and footer', () => {
    const page = html(anIssue())
    for (const words of [
      'The Daily Preprint',
      'Wednesday, 29 July 2026',
      'No. 42',
      '20 of 52 papers',
      'Lead story',
      'Language models',
      'Slow Clocks',
      'because reader@example.org is subscribed',
      '12 Example Street',
    ]) {
      expect(page).toContain(words)
    }
  })

  it('gives the same bytes for the same issue', () => {
    expect(renderIssue(anIssue(), templates)).toEqual(renderIssue(anIssue(), templates))
  })

  it('keeps twenty papers with full summaries under 60,000 octets without cutting', () => {
    const rendered = renderIssue(anIssue(), templates)
    expect(rendered.htmlBytes).toBeLessThan(60_000)
    expect(rendered.cuts).toEqual([])
  })

  it('leaves nothing of a template behind', () => {
    expect(html(anIssue())).not.toMatch(/\{\{|\}\}|\[\[|<mj-|[\uFDD0-\uFDEF]/)
    expect(text(anIssue())).not.toMatch(/\{\{|\}\}|&[a-z]+;|[\uFDD0-\uFDEF]/)
  })

  it('puts every link of the HTML into the text', () => {
    const links = [...html(anIssue()).matchAll(/href="([^"]+)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'))
    expect(links.length).toBeGreaterThan(100)
    expect(links.filter((url) => !text(anIssue()).includes(url))).toEqual([])
  })

  it('links the pages of the reader only when there are public pages', () => {
    const { publicUrl: _, ...newsletter } = aNewsletter()
    const rendered = renderIssue(anIssue({ newsletter }), templates)
    expect(new Set(rendered.html.slots)).toEqual(new Set(['address', 'unsubscribeUrl']))
    expect(new Set(rendered.text.slots)).toEqual(new Set(['address', 'unsubscribeUrl']))
  })

  it('gives a reason only where it says more than the facts beside it', () => {
    const reasons = [
      { signal: 'votes', points: 40, sentence: '84 readers voted for it.' },
      { signal: 'stars', points: 30, sentence: '1,240 stars.' },
      { signal: 'code', points: 20, sentence: 'The code is public.' },
      { signal: 'comments', points: 9, sentence: "Its source counts no comments; taken as the day's middle." },
      { signal: 'authors', points: 8, sentence: 'By 21 authors.' },
      { signal: 'text', points: 7.5, sentence: 'Readers often vote for papers with “map”.' },
      { signal: 'words', points: 7, sentence: 'It mentions “clocks”.' },
    ]
    const lead = aRankedPaper({ reasons, signals: { upvotes: 84, stars: 1240 } })
    const page = html(anIssue({ lead, sections: [] }))
    expect(page).toContain('It mentions “clocks”.')
    expect(page).not.toMatch(/readers voted|1,240 stars|code is public|taken as|By 21 authors|often vote/)
  })

  it('shows counts under whatever name the source gives them', () => {
    const lead = aRankedPaper({ signals: { likes: 84, githubStars: 1240, numComments: 1 } })
    const page = html(anIssue({ lead, sections: [] }))
    expect(page).toContain('▲ 84')
    expect(page).toContain('★ 1.2K')
    expect(page).toContain('1 comment')
  })

  it('needs no VML, no image, no font and no script, and stands in tables of a fixed width for Outlook', () => {
    const page = html(anIssue({ paperCount: 60 }))
    expect(page).not.toMatch(/<v:|<img|<script|@font-face|@import|<link|background-image|url\(/)
    expect(page).toContain('<!--[if mso | IE]><table align="center"')
    expect(page).toMatch(/width="640"/)
  })

  it('estimates the octets of the HTML part within one in a hundred of a real message', () => {
    const issue = anIssue()
    const rendered = renderIssue(issue, templates)
    const message = composeSample(issue, rendered).toString('latin1')
    const start = message.indexOf('\r\n\r\n', message.indexOf('Content-Type: text/html')) + 4
    const bytes = message.lastIndexOf('\r\n--') - start
    expect(Math.abs(bytes - rendered.htmlBytes) / bytes).toBeLessThan(0.01)
  })

  it('turns the page round for a language that is written from right to left', () => {
    const inLanguage = (language: string) => html(anIssue({ newsletter: aNewsletter({ language }) }))
    expect(inLanguage('ar')).toContain('<html lang="ar" dir="rtl"')
    expect(inLanguage('de')).toContain('Mittwoch, 29. Juli 2026')
    expect(inLanguage('no language at all')).toContain('29 July 2026')
  })

  it('joins kept paper blocks to the same bytes as a fresh rendering', () => {
    const issue = anIssue()
    const selection = { ...issue, sections: issue.sections.slice(0, 2) }
    const renderer = createIssueRenderer(issue.newsletter, templates)
    renderer.render(issue)
    expect(renderer.render(selection)).toEqual(renderIssue(selection, templates))
  })
})

describe('fit', () => {
  it('shortens the lowest ranks first and says what it cut', () => {
    const { htmlBytes, cuts, text } = renderIssue(anIssue({ paperCount: 60 }), templates)
    expect(htmlBytes).toBeLessThanOrEqual(95_000)
    expect(cuts.length).toBeGreaterThan(0)
    const depth = { one_sentence: 1, title: 2, web: 3 }
    const depths = cuts.map(({ to }) => depth[to])
    expect(depths).toEqual(depths.toSorted((a, b) => a - b))
    expect(cuts.at(-1)?.rank).toBe(60)
    expect(text.parts.join('')).toContain('60. ')
  })

  it('moves papers to the web when titles alone are too many, and never cuts a tag', () => {
    const rendered = renderIssue(anIssue({ paperCount: 60 }), templates, { budgetBytes: 25_000 })
    const page = fillHtml(rendered.html, someSlotValues())
    expect(rendered.htmlBytes).toBeLessThanOrEqual(25_000)
    expect(rendered.cuts.some(({ to }) => to === 'web')).toBe(true)
    expect(page).toMatch(/\d+ more on the web/)
    expect(page).toContain('>Unsubscribe</a>')
    expect(page.match(/<table/g)?.length).toBe(page.match(/<\/table>/g)?.length)
  })

  it('gives the smallest page there is when nothing is small enough', () => {
    const rendered = renderIssue(anIssue(), templates, { budgetBytes: 10 })
    expect(rendered.htmlBytes).toBeGreaterThan(10)
    expect(rendered.cuts).toHaveLength(20)
  })

  it('counts the octets of the HTML as it travels', () => {
    const { html, htmlBytes } = renderIssue(anIssue(), templates)
    expect(countSlottedBytes(html)).toBe(htmlBytes)
  })
})

describe('hostile text', () => {
  const payload = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{constructor}}{{{x}}}<%= 7 %>\uFDD0\uFDD2`
  const hostile = aRankedPaper({
    rank: 2,
    summary: [payload],
    reasons: [{ signal: 'votes', points: 9, sentence: payload }],
    paper: aWholePaper({
      key: `../../"><script>${payload}`,
      title: payload,
      authors: authors(payload),
      primaryCategory: payload,
      url: 'javascript:alert(1)',
      links: [
        { kind: 'paper', url: 'JaVaScRiPt:alert(1)' },
        { kind: 'pdf', url: 'data:text/html,<script>alert(1)</script>' },
        { kind: 'code', url: 'https://good.example.com@evil.example.net/' },
        { kind: 'project', url: 'https://example.com/"onmouseover="alert(1)' },
      ],
    }),
  })
  const issue = anIssue({
    subject: payload,
    preheader: payload,
    sections: [{ topic: { slug: 'x', title: payload }, papers: [hostile] }],
    newsletter: aNewsletter({ name: payload, tagline: payload, postalAddress: payload }),
  })

  it('stays text, escaped once, wherever it stands', () => {
    const page = html(issue)
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>[^&]|" ?onmouseover/i)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toContain('&amp;lt;')
  })

  it('loses addresses that must not be linked and keeps its title', () => {
    const links = [...html(issue).matchAll(/href="([^"]*)"/g)].map(([, url = '']) => url)
    expect(links.every((url) => /^https:\/\/([a-z]+\.)?example\.com\//.test(url))).toBe(true)
    expect(text(issue)).not.toMatch(/: (javascript|data):/i)
  })

  it('cannot forge a slot', () => {
    const plain = renderIssue(anIssue({ sections: [] }), templates)
    const forged = renderIssue({ ...issue, sections: [] }, templates)
    expect(forged.html.slots).toEqual(plain.html.slots)
    expect(forged.text.slots).toEqual(plain.text.slots)
  })

  it('is escaped in the values of a reader too', () => {
    const { html: slotted } = renderIssue(anIssue(), templates)
    const page = fillHtml(slotted, someSlotValues({ address: '"<b>"@example.com', browserUrl: 'https://x/"><i>' }))
    expect(page).toContain('&quot;&lt;b&gt;&quot;@example.com')
    expect(page).not.toMatch(/<b>|<i>/)
  })
})
