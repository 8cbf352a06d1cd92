/** Invented papers, people and issues; every name, number and address is made up (example.com is reserved, RFC 2606). */
import type { PlainDate } from '../../src/clock.ts'
import type { Author, Paper } from '../../src/digest/paper.ts'
import type { Issue, Newsletter, Section } from '../../src/issue/issue.ts'
import type { AddrSpec } from '../../src/mail/address.ts'
import type { RankedPaper } from '../../src/ranking/ranking.ts'
import type { SlotValues } from '../../src/rendering/rendering.ts'

/** A paper with everything a source can give. */
export function aPaper(changes: Partial<Paper> = {}): Paper {
  const key = changes.key ?? '2607.01234'
  const url = changes.url ?? `https://papers.example.com/abs/${key}`
  return {
    key,
    title: 'Slow Clocks: Reading Time Series Without a Window',
    authors: authors('Ada Brook', 'Tomas Lindqvist', 'Wei Sun'),
    abstract: 'Windows hide slow change. We read a series without one. Errors fall by a third on six sets.',
    primaryCategory: 'cs.LG',
    categories: ['cs.LG', 'stat.ML'],
    url,
    links: [
      { kind: 'paper', url },
      { kind: 'pdf', url: `https://papers.example.com/pdf/${key}` },
      { kind: 'code', url: `https://code.example.com/lab/${key}` },
      { kind: 'discussion', url: `https://talk.example.com/papers/${key}` },
    ],
    ...changes,
  }
}

/** A ranked paper; its summary is two sentences and its reasons are two. */
export function aRankedPaper(changes: Partial<RankedPaper> = {}): RankedPaper {
  return {
    paper: aPaper(),
    rank: 1,
    score: 71.5,
    reasons: [
      { signal: 'votes', points: 41, sentence: 'More upvotes than nine in ten papers of the day.' },
      { signal: 'code', points: 12, sentence: 'The code is public.' },
      { signal: 'text', points: -2, sentence: 'The abstract is short.' },
    ],
    signals: { upvotes: 84, stars: 1240, comments: 3 },
    summary: [
      'We read a time series without a window, by keeping one slow state for every scale that the data shows.',
      'On six public sets the error falls by a third, and the model needs a tenth of the memory of its rivals.',
    ],
    placement: 'Two words of the title belong to the topic.',
    ...changes,
  }
}

/** The newsletter of the samples, with public pages. */
export function aNewsletter(changes: Partial<Newsletter> = {}): Newsletter {
  return {
    name: 'The Daily Preprint',
    tagline: 'What people read in machine learning today',
    from: { displayName: 'The Daily Preprint', address: 'papers@example.com' as AddrSpec },
    listId: 'papers.example.com',
    postalAddress: 'Reading Group, 12 Example Street, Springfield 01234',
    language: 'en',
    publicUrl: 'https://papers.example.com',
    ...changes,
  }
}

/** Names as authors. */
export function authors(...names: string[]): Author[] {
  return names.map((name) => ({ name }))
}

/** An issue of `paperCount` papers: a lead story and sections of up to five. */
export function anIssue({ paperCount = 20, ...changes }: Partial<Issue> = {}): Issue {
  const [lead, ...rest] = rankedPapers(paperCount)
  return {
    newsletter: aNewsletter(),
    number: 42,
    date: '2026-07-29' as PlainDate,
    subject: 'Slow clocks, honest maps and nineteen more papers',
    preheader: 'Time series without a window, maps that say where they guess, and what people read today.',
    lead: lead ?? aRankedPaper(),
    sections: groupInto(rest),
    paperCount,
    droppedCount: 32,
    hash: 'f'.repeat(64),
    ...changes,
  }
}

/** Papers of descending score, each different in title, authors, length and links. */
export function rankedPapers(count: number): RankedPaper[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = subjects[index % subjects.length] ?? ['', '', '', '']
    const round = Math.floor(index / subjects.length)
    const key = `2607.${String(1001 + index * 37).padStart(5, '0')}`
    return aRankedPaper({
      paper: aPaper({
        key,
        title: round === 0 ? subject[0] : `${subject[0]}, Part ${round + 1}`,
        authors: people.slice(index % 7, (index % 7) + 1 + ((index * 3) % 9)),
      }),
      rank: index + 1,
      score: 90 - index,
      signals: { upvotes: Math.max(2, 214 - index * 9), ...(index % 3 === 0 && { stars: 1900 - index * 31 }) },
      summary: [subject[1], subject[2]],
    })
  })
}

/** The values of one invented reader. */
export function someSlotValues(changes: Partial<SlotValues> = {}): SlotValues {
  return {
    address: 'reader@example.org',
    token: 'AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw',
    unsubscribeUrl:
      'https://papers.example.com/unsubscribe/AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw',
    preferencesUrl:
      'https://papers.example.com/preferences/AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw',
    browserUrl: 'https://papers.example.com/issues/42',
    ...changes,
  }
}

function groupInto(papers: readonly RankedPaper[]): Section[] {
  const size = Math.max(5, Math.ceil(papers.length / topics.length))
  return topics
    .map((title, index) => ({
      topic: { slug: title.toLowerCase().replaceAll(/\W+/g, '-'), title },
      papers: papers.slice(index * size, (index + 1) * size),
    }))
    .filter(({ papers }) => papers.length > 0)
}

const topics = [
  'Language models',
  'Agents and tools',
  'Vision and video',
  'Robotics',
  'Speech and audio',
  'Theory of learning',
  'Health and biology',
  'Systems and efficiency',
]

const people = authors(
  'Ada Brook',
  'Tomas Lindqvist',
  'Wei Sun',
  'Noor Haddad',
  'Ines Duarte',
  'Kofi Mensah',
  'Yuki Hara',
  'Mila Novak',
  'Pedro Alves',
  'Siobhan Reilly',
  'Arjun Rao',
  'Lena Vogel',
  'Chidi Obi',
  'Freya Holm',
  'Marco Conti',
)

const subjects: readonly (readonly [title: string, first: string, second: string])[] = [
  [
    'Slow Clocks: Reading Time Series Without a Window',
    'We read a time series without a window, by keeping one slow state for every scale that the data shows, so that a change of a year and a change of an hour meet in the same model.',
    'On six public sets the error falls by a third, and the model needs a tenth of the memory of its rivals.',
  ],
  [
    'Honest Maps: Language Models That Say Where They Guess',
    'A model is trained to mark every sentence that it could not have known, with a loss that costs more for a proud mistake than for a modest silence.',
    'Readers found wrong statements twice as fast, and answers lost only two points of usefulness in a blind test with four hundred people.',
  ],
  [
    'A Ledger for Long Conversations',
    'Instead of a growing context we keep a ledger of claims, each with the turn that made it and the turn that took it back.',
    'After two hundred turns the ledger model contradicts itself in one answer of ninety; the best long-context model does so in one of eleven.',
  ],
  [
    'Borrowed Tools: Agents That Return What They Change',
    'We study agents that must leave a machine as they found it, and give them an undo log in place of a rule book.',
    'The share of tasks that end with a clean machine rises from 41 to 93 percent on a new benchmark of 1,200 chores.',
  ],
  [
    'What a Small Vision Model Sees at Night',
    'A camera model with nine million weights learns from the noise of its own sensor, which turns the dark half of each frame from a nuisance into a label.',
    'It beats models of forty times its size below one lux and runs on a door bell.',
  ],
  [
    'Folding Laundry From Three Demonstrations',
    'Three demonstrations and a model of cloth as a graph of creases are enough for a two-armed robot to fold garments it has never met.',
    'We release the crease annotations of 8,400 garments.',
  ],
  [
    'Whispers in the Codebook: Lossless Speech at One Kilobit',
    'We show that most of the bits of neural speech codecs describe the room and not the speaker, and code the room once per call.',
    'Listeners preferred one kilobit of ours to six of the reference in 71 percent of pairs.',
  ],
  [
    'Why Early Stopping Works Twice',
    'We prove that early stopping limits both the norm and the sharpness of linear networks, and that the second limit, not the first, explains how well they do on new data.',
    'Experiments on networks that are far from linear agree with the theory to within four percent.',
  ],
  [
    'Protein Grammars',
    'A context-free grammar with 212 rules, found by compression alone, writes four of five known protein families.',
    'Its parse trees agree with folding domains where language models see a flat string.',
  ],
  [
    'Paging Attention to Disk Without Losing the Thread',
    'Keys that no query has touched for a thousand steps move to disk in the order in which a cheap predictor expects them back.',
    'A laptop with 16 GB serves a context of one million tokens at reading speed.',
  ],
]
