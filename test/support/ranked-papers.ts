import type { RankedPaper } from '../../src/ranking/ranking.ts'
import { authors, aWholePaper } from './papers.ts'

/** A ranked paper; its summary is two sentences and its reasons are two. */
export function aRankedPaper(changes: Partial<RankedPaper> = {}): RankedPaper {
  return {
    paper: aWholePaper(),
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

/** Papers of descending score, each different in title, authors, length and links. */
export function rankedPapers(count: number): RankedPaper[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = subjects[index % subjects.length] ?? ['', '', '', '']
    const round = Math.floor(index / subjects.length)
    const key = `2607.${String(1001 + index * 37).padStart(5, '0')}`
    return aRankedPaper({
      paper: aWholePaper({
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
