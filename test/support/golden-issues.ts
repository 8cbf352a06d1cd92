/** Invented issues that between them show whatever a template must survive; `npm run golden` renders them. */
import type { Issue } from '../../src/issue/issue.ts'
import type { RankedPaper } from '../../src/ranking/ranking.ts'
import { aNewsletter, anIssue } from './issues.ts'
import { aWholePaper, authors } from './papers.ts'
import { aRankedPaper, rankedPapers } from './ranked-papers.ts'

/** Texts that want to be HTML, template code, links or control characters. */
export const payloads: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '<svg/onload=alert(1)>',
  '</style><script>alert(1)</script>',
  '<!--[if mso]><img src="https://tracker.example.net/p.gif"><![endif]-->',
  ']]><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{constructor.constructor "return process"}}{{{x}}}{{#each this}}',
  '<mj-include path="/etc/passwd" /></mj-text><mj-raw><script>alert(1)</script></mj-raw>',
  '<%= 7 * 7 %>${7 * 7}#{7 * 7}',
  '\u202Egnp.exe\u202C \u2066isolated \u0007bell \u001B[31mred\u001B[0m',
  '\uFDD0\uFDD1\uFDD2 slots \uD800 and halves',
  'AT&T <3 "quotes" & \'apostrophes\' `ticks` = signs',
  'VeryLong0Word'.repeat(60),
  'ﷺ𒐫꧅ Z̸̢͠a̵͉͝l̶̜̈́g̷̖̀o̴͎͐ 👩‍👩‍👧‍👦🏳️‍🌈',
]

/** Addresses that must not be linked. */
export const badUrls: readonly string[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  '//evil.example.net/x',
  'https://good.example.com@evil.example.net/',
  `https://example.com/${'a'.repeat(5000)}`,
  'not a url',
]

/** Name of the file, and the issue. */
export const goldenIssues: Readonly<Record<string, Issue>> = {
  rich: richIssue(),
  sparse: sparseIssue(),
  hostile: hostileIssue(),
  'right-to-left': rightToLeftIssue(),
  'sixty-papers': anIssue({ paperCount: 60, subject: 'Slow clocks, honest maps and 58 more papers' }),
}

function richIssue(): Issue {
  const issue = anIssue()
  const papers = rankedPapers(20).slice(1)
  const odd = [
    {
      title:
        'On the Unreasonable Length of Titles: A Systematic, Reproducible and Frankly Exhausting Study of How Many Words Fit Above an Abstract Before Anybody Stops Reading, With Applications to Newsletters, Posters and Grant Proposals',
    },
    { title: 'One Author Is Enough', authors: authors('Ada Brook') },
    {
      title: 'Ninety Hands: A Shared Map of Every Public Robot Arm',
      authors: Array.from({ length: 90 }, (_, index) => ({ name: `Person ${index + 1} of Ninety` })),
    },
    { title: 'A Paper Without an Abstract', abstract: '' },
    { title: 'A Paper Without a Single Link', url: '', links: [] },
    { title: 'E = mc², 𝒪(n log n) and 10⁻⁹: Symbols That Survive a Mail', authors: authors('Émile Čapek', '李小雨') },
    {
      title: 'Found Only by Its Title',
      url: 'https://search.example.com/?q=%22Found+Only+by+Its+Title%22&type=title',
      links: [{ kind: 'search', url: 'https://search.example.com/?q=%22Found+Only+by+Its+Title%22&type=title' }],
    },
  ] as const
  const changed = papers.map((ranked, index) => changePaper(ranked, odd[index] ?? {}))
  return { ...issue, sections: regroup(issue, changed) }
}

function changePaper(ranked: RankedPaper, change: Parameters<typeof aWholePaper>[0] & {}): RankedPaper {
  const summary = change.abstract === '' ? [] : ranked.summary
  return { ...ranked, summary, paper: { ...ranked.paper, ...change } }
}

function regroup(issue: Issue, papers: readonly RankedPaper[]): Issue['sections'] {
  const rest = [...papers]
  return issue.sections.map((section) => ({ ...section, papers: rest.splice(0, section.papers.length) }))
}

function sparseIssue(): Issue {
  const { number: _, ...issue } = anIssue({
    subject: 'Only one paper today, and it is short',
    preheader: 'A quiet day: one paper, no abstract, no votes.',
    paperCount: 1,
    droppedCount: 0,
    sections: [],
    lead: aRankedPaper({
      paper: aWholePaper({
        title: 'Untold',
        authors: [],
        abstract: '',
        categories: [],
        url: 'https://papers.example.com/abs/2607.00001',
        links: [],
      }),
      signals: {},
      reasons: [],
      summary: [],
    }),
  })
  const { publicUrl: _url, tagline: _tagline, ...newsletter } = issue.newsletter
  return { ...issue, newsletter }
}

function hostileIssue(): Issue {
  const papers = payloads.map((payload, index) =>
    aRankedPaper({
      rank: index + 2,
      summary: [payload, `Second: ${payload}`],
      reasons: [{ signal: 'votes', points: 9, sentence: payload }],
      signals: { upvotes: Number.POSITIVE_INFINITY, stars: -1, comments: 2 },
      paper: aWholePaper({
        key: `../${payload.toWellFormed()}`,
        title: payload,
        authors: authors(payload, payload, 'An Honest Name'),
        abstract: payload,
        primaryCategory: payload,
        url: badUrls[index % badUrls.length] ?? '',
        links: [
          { kind: 'pdf', url: badUrls[(index + 1) % badUrls.length] ?? '' },
          { kind: 'code', url: `https://code.example.com/?q=${payload.toWellFormed()}` },
        ],
      }),
    }),
  )
  const [first = '<b>'] = payloads
  return anIssue({
    newsletter: aNewsletter({ name: `Hostile ${first}`, tagline: payloads.slice(0, 4).join(' ') }),
    subject: `Hostile: ${first}`,
    preheader: payloads.slice(3, 6).join(' '),
    paperCount: papers.length + 1,
    sections: [
      { topic: { slug: 'first', title: first }, papers: papers.slice(0, 8) },
      { topic: { slug: 'second', title: '{{title}} </h2><h1>' }, papers: papers.slice(8) },
    ],
  })
}

function rightToLeftIssue(): Issue {
  const titles: readonly (readonly [string, string, string])[] = [
    [
      'شعاع واحد من كل كلمة: تمثيلات قصيرة للغة العربية',
      'نعرض طريقة تمثّل كل كلمة بشعاع واحد قصير، وتقلّ الأخطاء بنسبة 18% على خمس مجموعات.',
      'ليلى حداد',
    ],
    [
      'מודלים קטנים לעברית: 90 מיליון משקלים מספיקים',
      'אנו מראים שמודל קטן שאומן על טקסט נקי קורא עברית טוב יותר ממודל גדול פי ארבעים (GPU אחד, 3 שעות).',
      'נועה לוי',
    ],
    ['קריאת כתבי יד עם Transformer אחד', 'המודל קורא כתבי יד מ־12 מאות ומסמן היכן הוא מנחש.', 'דוד מזרחי'],
    [
      'Mixed: العربية and English in One Title (2026)',
      'Half of this abstract is English، والنصف الآخر بالعربية, with numbers 12 and 34.',
      'سامي Haddad',
    ],
  ]
  const papers = titles.map(([title, sentence, name], index) =>
    aRankedPaper({
      rank: index + 1,
      summary: [sentence],
      paper: aWholePaper({ key: `2607.0900${index}`, title, authors: authors(name, 'Ada Brook') }),
    }),
  )
  const [lead = aRankedPaper(), ...rest] = papers
  return anIssue({
    subject: 'شعاع واحد, מודלים קטנים and two more papers',
    preheader: 'Right-to-left titles beside left-to-right ones.',
    lead,
    sections: [{ topic: { slug: 'languages', title: 'לשון · اللغة' }, papers: rest }],
    paperCount: papers.length,
    droppedCount: 3,
  })
}
