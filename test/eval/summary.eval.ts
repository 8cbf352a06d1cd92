/**
 * Summaries of 200 abstracts of the Daily Papers, by lot. Whole: every sentence stands in the abstract, begins where a
 * sentence begins and ends where one ends, and all together keep within the limit. New: by the rule `statesNews`, at
 * least one sentence says what the authors made, did or found. Beside it, the first sentences that fit and the last.
 */
import { summarizeAbstract } from '../../src/ranking/summary/summarize.ts'
import { shuffle } from './conferences.ts'
import { readDailyPapers } from './daily-papers.ts'
import { createRandom } from './measures.ts'

const limit = 280
const sampleCount = 200

/**
 * The rule: the authors ("we", "our", "this paper") make, do or find something, or a named thing is introduced ("X is a
 * new …", "X outperforms …"); a sentence that only tells what others lack does not count.
 */
function statesNews(sentence: string): boolean {
  const authors =
    /\b(?:we|this (?:paper|work|report|study|survey|article|technical report|position paper)|our (?:\S+ ){0,4}(?:method|approach|model|framework|system|work|results?|findings?|experiments?|analysis|key|contributions?|benchmark|study|investigation|evaluation))\b/i
  const deeds =
    /\b(?:propos|introduc|present|develop|design|describ|devis|buil[dt]|releas|creat|construct|show|prov|demonstrat|find|found|establish|deriv|investigat|explor|analy[sz]|provid|formulat|reveal|identif|extend|stud[iy]|examin|evaluat|train|achiev|outperform|improv|curat|collect|observ|discover|argue|address|report|conduct|leverag|employ|offer|review|survey|open-sourc|aim|revisit|unif|enabl|make|use|focus|unveil|contribut|compar|reduc|surpass|adopt|pioneer|suggest|highlight|uncover|tackle|apply|benchmark|quantif|advocat)/i
  const thing =
    /^(?:\S+ ){0,8}(?:is|are) (?:a|an|the) (?:\S+ ){0,3}(?:novel|new|first|simple|unified|open|large-scale|framework|method|benchmark|dataset|model)\b|\b(?:a|an) (?:\S+ ){0,3}(?:novel|new|simple|unified)\b|\b(?:outperform|surpass|achiev)\w*/i
  return (authors.test(sentence) && deeds.test(sentence)) || thing.test(sentence)
}

type Summarizer = (abstract: string) => readonly string[]

export async function run(): Promise<void> {
  const papers = shuffle(readDailyPapers(), createRandom(42)).slice(0, sampleCount)
  if (papers.length === 0) return
  const abstracts = papers.map(({ summary }) => summary.replace(/\s+/g, ' ').trim())
  process.stdout.write(
    '                        summaries  whole sentences  within limit  says what is new  characters\n',
  )
  report('first that fit', abstracts, (abstract) => takeFitting(splitPlainly(abstract)))
  report('last that fit', abstracts, (abstract) => takeFitting(splitPlainly(abstract).toReversed()))
  report('Courant', abstracts, (abstract) => summarizeAbstract(abstract, limit))
  if (process.env['SHOW'] !== undefined) show(abstracts, Number(process.env['SHOW']))
}

function report(name: string, abstracts: readonly string[], summarize: Summarizer): void {
  const summaries = abstracts.map((abstract) => ({ abstract, sentences: summarize(abstract) }))
  const share = (test: (summary: (typeof summaries)[number]) => boolean): string =>
    `${((100 * summaries.filter(test).length) / summaries.length).toFixed(1)} %`.padStart(8)
  const characters = summaries.reduce((sum, { sentences }) => sum + sentences.join(' ').length, 0) / summaries.length
  const columns = [
    share(({ sentences }) => sentences.length > 0),
    share(({ abstract, sentences }) => sentences.every((sentence) => isWhole(abstract, sentence))),
    share(({ sentences }) => sentences.join(' ').length <= limit),
    share(({ sentences }) => sentences.some(statesNews)),
    characters.toFixed(0).padStart(8),
  ]
  process.stdout.write(`${name.padEnd(24)}${columns.join('         ')}\n`)
}

/** Judged without the summariser's own splitter: what stands before and after in the abstract ends or begins a sentence. */
function isWhole(abstract: string, sentence: string): boolean {
  const at = abstract.indexOf(sentence)
  if (at < 0) return false
  const before = abstract.slice(0, at).trimEnd()
  const after = abstract.slice(at + sentence.length).trimStart()
  const opens = before === '' || /[.!?:]["”’')\]]*$/.test(before)
  const closes =
    after === '' || (/[.!?]["”’')\]]*$/.test(sentence) && !/^\p{Ll}/u.test(after.replace(/^[a-z]+[A-Z]\S*/, 'X')))
  return opens && closes
}

function splitPlainly(abstract: string): string[] {
  return abstract.split(/(?<=[.!?])\s+(?=[A-Z])/)
}

function takeFitting(sentences: readonly string[]): string[] {
  const taken: string[] = []
  for (const sentence of sentences) {
    if ([...taken, sentence].join(' ').length > limit || taken.length === 2) break
    taken.push(sentence)
  }
  return taken
}

/** Prints the summaries that fail and some that pass, to be read by a person (`SHOW=40`). */
function show(abstracts: readonly string[], count: number): void {
  for (const [at, abstract] of abstracts.entries()) {
    const sentences = summarizeAbstract(abstract, limit)
    const bad = !sentences.some(statesNews) || !sentences.every((sentence) => isWhole(abstract, sentence))
    if (bad || at < count) process.stdout.write(`${bad ? 'FAILS ' : ''}${at + 1}: ${sentences.join(' | ')}\n`)
  }
}
