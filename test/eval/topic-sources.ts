import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { aPaper } from '../support/papers.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'
import { readConference } from './conferences.ts'
import { readDailyPapers, readJsonLines } from './daily-papers.ts'
import type { Paper } from '../../src/digest/paper.ts'

/** A text and the topics it may belong to, by what people sorted it under; empty when nobody did. */
export interface LabelledText {
  readonly source: string
  readonly day?: string
  readonly paper: Paper
  readonly topics: readonly string[]
}

const visual = ['vision', 'people-images', '3d', 'video', 'image-restoration', 'image-generation', 'vision-language']
const textual = ['nlp', 'language-models', 'reasoning', 'alignment', 'agents', 'retrieval', 'code', 'speech-audio']
const learning = [
  'theory',
  'optimization',
  'losses',
  'representation',
  'transfer',
  'efficiency',
  'architectures',
  'rl',
  'robustness',
]
const methods = [
  'representation',
  'transfer',
  'efficiency',
  'architectures',
  'robustness',
  'losses',
  'interpretability',
]
const learningWide = [...learning, 'interpretability', 'uncertainty', 'graphs']

/** Which of our topics the papers of an area of a conference, or of an arXiv category, may belong to. */
const topicsOf: Readonly<Record<string, readonly string[]>> = {
  'Computer Vision': visual,
  'Machine Learning': learningWide,
  'Speech and Natural Language Processing': ['nlp', 'language-models', 'speech-audio'],
  'Natural Language Processing': ['nlp', 'language-models', 'speech-audio'],
  'Game Theory and Economic Paradigms': ['games'],
  'Data Mining and Knowledge Management': ['graphs', 'data-mining', 'retrieval'],
  'Data Mining': ['graphs', 'data-mining', 'retrieval'],
  'Knowledge Representation and Reasoning': ['knowledge'],
  'Planning, Routing, and Scheduling': ['planning-search'],
  'Planning and Scheduling': ['planning-search'],
  'Search and Optimization': ['planning-search', 'constraints', 'optimization'],
  Search: ['planning-search', 'constraints', 'optimization'],
  'Constraint Satisfaction and Optimization': ['constraints'],
  'Multiagent Systems': ['multi-agent'],
  'Agent-based and Multi-agent Systems': ['multi-agent', 'games', 'rl'],
  'Philosophy and Ethics of AI': ['fairness', 'interpretability', 'robustness'],
  'AI Ethics, Trust, Fairness': ['fairness', 'interpretability', 'robustness'],
  'Reasoning under Uncertainty': ['uncertainty'],
  'Uncertainty in AI': ['uncertainty'],
  'Humans and AI': ['humans', 'fairness'],
  'Cognitive Modeling & Cognitive Systems': ['humans'],
  'Intelligent Robotics': ['robotics'],
  Robotics: ['robotics'],
  'cs.CV': [...visual, ...methods, 'medicine', 'robotics', 'language-models'],
  'eess.IV': ['image-restoration', 'medicine'],
  'cs.GR': ['3d', 'video', 'image-generation', 'people-images'],
  'cs.CL': [...textual, 'fairness', 'interpretability'],
  'cs.LG': [...learningWide, 'language-models', 'reasoning', 'data-mining', 'science', 'medicine'],
  'stat.ML': ['theory', 'optimization', 'uncertainty'],
  'cs.RO': ['robotics'],
  'cs.SE': ['code', 'agents'],
  'cs.PL': ['code'],
  'cs.IR': ['retrieval'],
  'cs.SD': ['speech-audio'],
  'eess.AS': ['speech-audio'],
  'cs.NE': ['architectures', 'efficiency', 'planning-search', 'optimization'],
  'cs.CR': ['robustness', 'alignment'],
  'cs.HC': ['humans'],
  'cs.CY': ['fairness', 'humans'],
  'cs.MA': ['multi-agent', 'agents'],
  'cs.GT': ['games'],
  'cs.LO': ['knowledge', 'constraints'],
  'cs.DB': ['data-mining', 'code'],
  'cs.SI': ['graphs', 'fairness'],
  'cs.AR': ['efficiency', 'code'],
  'cs.DC': ['efficiency'],
  'math.OC': ['optimization'],
  'math.NA': ['science'],
  'q-bio.NC': ['medicine', 'humans'],
  'q-bio.QM': ['medicine'],
  'q-bio.BM': ['medicine'],
  'physics.med-ph': ['medicine'],
  'eess.SP': ['science', 'speech-audio', 'medicine', 'data-mining'],
  'eess.SY': ['science', 'robotics', 'rl'],
}

const sessions: Readonly<Record<string, readonly string[]>> = {
  '3D from Multi-View and Sensors': ['3d'],
  '3D from Single Images': ['3d'],
  'Image and Video Synthesis and Generation': ['image-generation', 'video', 'people-images', '3d'],
  'Humans: Face, Body, Pose, Gesture, Movement': ['people-images'],
  'Recognition: Categorization, Detection, Retrieval': ['vision'],
  'Low-Level Vision': ['image-restoration'],
  'Vision, Language, and Reasoning': ['vision-language'],
  'Segmentation, Grouping and Shape Analysis': ['vision', '3d'],
  'Video: Action and Event Understanding': ['video'],
  'Navigation and Autonomous Driving': ['robotics'],
  'Adversarial Attack and Defense': ['robustness'],
  'Scene Analysis and Understanding': ['vision'],
  'Computational Imaging': ['image-restoration'],
  'Medical and Biological Vision; Cell Microscopy': ['medicine'],
  'Video: Low-Level Analysis, Motion, and Tracking': ['video', 'vision'],
  'Vision and Graphics': ['3d', 'image-generation'],
  Robotics: ['robotics'],
  'Explainable AI for CV': ['interpretability'],
}

const agentGroups: Readonly<Record<string, readonly string[]>> = {
  'ai-scientist': ['science'],
  'coding-agents': ['code'],
  'embodied-agents': ['robotics'],
  safety: ['alignment'],
  reasoning: ['reasoning', 'agents'],
  'human-ai': ['humans'],
  'knowledge-graph': ['graphs', 'retrieval'],
  'data-agents': ['agents', 'code', 'data-mining'],
  'deep-research-agents': ['agents', 'retrieval'],
}

/** All texts to learn topics from, but for the named sources. */
export function readTopicTexts(without: readonly string[] = []): LabelledText[] {
  if (!hasSharedData) return []
  const all = [readConferences, readDaily, readArxivDays, readTitles, readSessions, readAgents].flatMap((read) =>
    read(),
  )
  return all.filter(({ source }) => !without.includes(source))
}

function readConferences(): LabelledText[] {
  return (['aaai2022', 'ijcai2022'] as const).flatMap((source) =>
    readConference(source).map(({ id, title, abstract, group }) => ({
      source,
      paper: aPaper({ key: id, title, abstract }),
      topics: topicsOf[group] ?? [],
    })),
  )
}

/** A paper of the Daily Papers whose arXiv category is known. */
export interface CategorizedPaper {
  readonly day: string
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly primary: string
}

/** The Daily Papers with their arXiv category. */
export function readCategorized(): CategorizedPaper[] {
  return hasSharedData ? readJsonLines<CategorizedPaper>('hf_daily', 'hf_with_arxiv_category_dev.jsonl.gz') : []
}

function readDaily(): LabelledText[] {
  const categories = new Map(readCategorized().map(({ id, primary }) => [id, primary]))
  return readDailyPapers().map(({ id, day, title, summary }) => ({
    source: 'hf_daily',
    day,
    paper: aPaper({ key: id, title, abstract: summary }),
    topics: topicsOf[categories.get(id) ?? ''] ?? [],
  }))
}

const arxivDays =
  '2025-03-18 2025-04-11 2025-05-07 2025-06-02 2025-06-27 2025-07-23 2025-08-18 2025-09-12 2025-10-10 2025-11-10 2025-12-12'

function readArxivDays(): LabelledText[] {
  return arxivDays.split(' ').flatMap((day) =>
    readJsonLines<{ id: string; title: string; summary: string; categories: string[] }>(
      'arxiv',
      'jsonl',
      `${day}.jsonl.gz`,
    ).map(({ id, title, summary, categories }) => ({
      source: 'arxiv',
      day,
      paper: aPaper({ key: id, title, abstract: summary }),
      topics: topicsOf[categories[0] ?? ''] ?? [],
    })),
  )
}

/** Titles of arXiv categories that the days of whole abstracts have few of. */
const rareCategories = new Set(
  'cs.RO cs.HC cs.IR cs.SD cs.CR eess.SY cs.CY eess.AS cs.SE cs.MA cs.GT cs.SI cs.LO cs.DB cs.AR q-bio.QM q-bio.NC physics.med-ph stat.ML math.OC'.split(
    ' ',
  ),
)

function readTitles(): LabelledText[] {
  const text = gunzipSync(readFileSync(sharedPath('arxiv', 'jsonl', 'ids_categories_titles.tsv.gz'))).toString('utf8')
  return text.split('\n').flatMap((line) => {
    const [id, categories = '', title] = line.split('\t')
    const primary = categories.split(' ')[0] ?? ''
    if (id === undefined || title === undefined || !rareCategories.has(primary)) return []
    return [{ source: 'titles', paper: aPaper({ key: id, title }), topics: topicsOf[primary] ?? [] }]
  })
}

function readSessions(): LabelledText[] {
  return readJsonLines<{ title: string; group: string }>('grouping', 'cvpr2023_sections_titles.jsonl.gz').flatMap(
    ({ title, group }) => {
      const topics = sessions[group]
      return topics ? [{ source: 'cvpr2023', paper: aPaper({ title }), topics }] : []
    },
  )
}

function readAgents(): LabelledText[] {
  return readJsonLines<{ title: string; abstract: string | null; group: string }>(
    'grouping',
    'ai_agent_papers_taxonomy.jsonl.gz',
  ).map(({ title, abstract, group }) => ({
    source: 'agents',
    paper: aPaper({ title, abstract: abstract ?? '' }),
    topics: agentGroups[group] ?? ['agents'],
  }))
}
