/**
 * JSON with papers in it: what `digest check --json` prints, an array written by hand, or the answer of any service,
 * wherever in it the papers are (`json-lists.ts`) and whatever their members are called (`json-fields.ts`). A paper
 * needs only a title.
 */
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { findElementLines, readJson } from '../json/read-json.ts'
import { mostEntriesIn } from '../read-start.ts'
import { findLists, type JsonElement, type JsonList } from '../json/json-lists.ts'
import { buildJsonDraft } from '../json/json-paper.ts'

export const json: Format = { detect, parse }

function detect(text: string): number {
  const start = text.slice(0, 4000).trimStart()
  if (!/^[[{]/.test(start) || /^\[[^\]\n]{1,300}\]\(|^\[{1,2}[A-Za-z][\w.-]*\]{1,2}\s/.test(start)) return 0
  if (/^\{\s*"(?:format|digest|source|date|entries|papers)"/.test(start)) return 0.9
  if (/^\[?\s*\{[^]*?"title"\s*:/.test(start)) return 0.7
  return /^(?:\{\s*["}]|\[\s*(?:["[{\]]|(?:-?\d[\d.eE+-]*|true|false|null)\s*[,\]]))/.test(start) ? 0.4 : 0.3
}

function parse(text: string): DraftDigest {
  return readPapers(text)
}

/** The papers of a JSON text as drafts. */
export function readPapers(text: string): DraftDigest {
  const { lists, date } = findLists(readJson(text))
  const drafts: Draft[] = []
  const problems: Problem[] = []
  for (const [element, line] of numberElements(text, lists).slice(0, mostEntriesIn(text.length) + 1)) {
    const place = line === undefined ? {} : { line }
    const draft = buildJsonDraft(element.value, element.key)
    if (typeof draft === 'string') {
      const message = `Entry ${drafts.length + problems.length + 1} ${draft}; skipped.`
      problems.push({ ...place, code: 'bad_entry', message })
    } else drafts.push({ ...place, ...draft })
  }
  const isDailyPapers = drafts.some(({ url }) => url?.includes('huggingface.co/papers/') === true)
  return { drafts, problems, isDailyPapers, ...(date && { date }) }
}

/** Every element with its line, where the objects at its depth are those elements and no others. */
function numberElements(text: string, lists: readonly JsonList[]): (readonly [JsonElement, number | undefined])[] {
  const linesAt = new Map<number, number[]>()
  for (const depth of new Set(lists.map((list) => list.depth))) {
    const count = lists.reduce((sum, list) => sum + (list.depth === depth ? list.elements.length : 0), 0)
    const lines = findElementLines(text, depth)
    linesAt.set(depth, lines.length === count ? lines : [])
  }
  return lists.flatMap(({ elements, depth }) =>
    elements.map((element) => [element, linesAt.get(depth)?.shift()] as const),
  )
}
