import { readFileSync } from 'node:fs'
import type { Issue } from '../../src/issue/issue.ts'
import { aNewsletter, anIssue } from './issues.ts'
import { aWholePaper, authors } from './papers.ts'
import { aRankedPaper } from './ranked-papers.ts'
import { sharedPath } from './shared-data.ts'

/** Real payloads: what a sanitiser is tested with, and strings that broke other programs. */
export function readPayloads(): string[] {
  const xss = readFileSync(sharedPath('nasty', 'xss', 'dompurify_expect.mjs.txt'), 'utf8')
  const found = [...xss.matchAll(/"payload":\s*("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => JSON.parse(text) as string,
  )
  const naughty = JSON.parse(readFileSync(sharedPath('nasty', 'blns.json'), 'utf8')) as string[]
  return [...found, ...naughty]
}

/** Our own: parsers that change their mind, entities that are decoded twice, template engines, and pages that fetch. */
export const inventedPayloads: readonly string[] = [
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<svg><p><style><g title="</style><img src=x onerror=alert(1)>">',
  '<details open ontoggle=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<input autofocus onfocus=alert(1)><select autofocus onfocus=alert(1)>',
  '<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>',
  '<a href="&#106;&#97;vascript:alert(1)">click</a>',
  '&#60;img src=x onerror=alert(1)&#62; &amp;lt;script&amp;gt; &NewLine;&Tab;',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe><object data="data:text/html,<script>alert(1)</script>">',
  '<link rel=stylesheet href=https://fetch.example.net/a.css><style>@import "https://fetch.example.net/b.css";</style>',
  '<meta http-equiv=refresh content="0;url=https://fetch.example.net/"><base href="https://fetch.example.net/">',
  '" style="background:url(https://fetch.example.net/c.png)" onmouseover="alert(1)',
  "' autofocus onfocus=alert(1) x='",
  '`onmouseover=alert(1) `',
  '</title></style></textarea></xmp></noscript></template><script>alert(1)</script>',
  '<plaintext><xmp><listing>',
  '<![endif]--><script>alert(1)</script><!--[if gte mso 9]><v:imagedata src="https://fetch.example.net/d.png"/><![endif]-->',
  '--!><script>alert(1)</script><!-->',
  '<?xml-stylesheet href="javascript:alert(1)"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
  '{{{reader.unsubscribeUrl}}}{{lookup . "constructor"}}{{#with "s" as |string|}}{{/with}}[[light.ink]]',
  '${alert(1)}#{alert(1)}<%- alert(1) %>{% include "/etc/passwd" %}{{= 7*7 }}',
  'javascript:/*--></title></style></textarea></script></xmp><svg/onload=alert(1)>',
  '\u2028</script><script>\u2029alert(1)\u0000</script>',
  '\u001b]8;;https://fetch.example.net/\u0007link\u001b]8;;\u0007\u001b[2J\u009b31m\u0008\u0008\r',
  '\ufdd1\ufdd2\ufdd4 in place of a link, \udc00\ud800',
  '＜script＞alert(1)＜/script＞ ‹img src=x onerror=alert(1)›',
  'https://fetch.example.net/"onclick="alert(1)',
  'https://user:pass@fetch.example.net/#<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload=alert(1)>',
]

/** An issue with payloads as name and words of the newsletter, topics, subject, and all that its papers show. */
export function buildNamedPayloadIssue(payload: string): Issue {
  const from = { ...aNewsletter().from, displayName: payload }
  const newsletter = aNewsletter({ name: payload, tagline: payload, postalAddress: payload, language: payload, from })
  const issue = buildPayloadIssue([payload])
  return { ...issue, newsletter, subject: payload, preheader: payload }
}

/** An issue with payloads as title, abstract, author, category, reason, key and link of its papers. */
export function buildPayloadIssue(payloads: readonly string[]): Issue {
  const papers = payloads.map((payload, index) =>
    aRankedPaper({
      rank: index + 2,
      summary: [payload],
      reasons: [{ signal: 'words', points: 1, sentence: payload }],
      placement: payload,
      paper: aWholePaper({
        key: payload.toWellFormed(),
        title: payload,
        authors: authors(payload),
        primaryCategory: payload,
        url: payload,
        links: [{ kind: 'code', url: payload }],
      }),
    }),
  )
  return anIssue({
    sections: [{ topic: { slug: 'x', title: payloads[0] ?? '' }, papers }],
    preheader: payloads[1] ?? '',
  })
}
