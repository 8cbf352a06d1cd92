/** What a run leaves to later ones: the papers that did not go out, and which did. */
import type { PreparedIssue } from '../prepare.ts'
import type { Entry, ParsedDigest } from '../../digest/digest.ts'
import type { ReaderMemory, SeenPaper } from '../../ranking/personal/memory.ts'
import type { KeptDigest } from '../../schedule/run-store.ts'
import { dayOfRun, type Run } from '../../schedule/schedule.ts'

/** What a run leaves to later ones: papers that did not go out, and which did. */
interface Kept {
  readonly left: readonly Entry[]
  readonly sent: readonly { readonly key: string; readonly version?: number }[]
}

/** Runs after the last one that went out. */
export function listSinceSent(kept: readonly KeptDigest[]): KeptDigest[] {
  const last = kept.findLastIndex(({ status }) => status === 'sent')
  return kept.slice(last + 1).filter(({ status }) => status === 'carried')
}

/** Papers of earlier days that did not go out, as a digest. */
export function listLeft(kept: readonly KeptDigest[], run: Run): ParsedDigest | undefined {
  const entries = kept.flatMap(({ digest }) => (JSON.parse(digest) as Kept).left)
  if (entries.length === 0) return undefined
  const numbered = entries.map((entry, at) => ({ ...entry, position: at + 1 }))
  const digest = { source: 'earlier days', date: dayOfRun(run), entries: numbered }
  return { format: 'kept', confidence: 1, digest, problems: [] }
}

/** Which papers earlier runs have sent. */
export function buildMemory(kept: readonly KeptDigest[]): ReaderMemory {
  const seen = new Map<string, SeenPaper>()
  for (const run of kept) {
    const on = dayOfRun(run)
    for (const { key, version } of (JSON.parse(run.digest) as Kept).sent)
      seen.set(key, version === undefined ? { on } : { on, version })
  }
  return { find: (key) => seen.get(key) }
}

/** What is left of a digest once an issue of it goes out. */
export function buildKept({ digest }: ParsedDigest, { issue }: PreparedIssue): Kept {
  const papers = [issue.lead, ...issue.sections.flatMap((section) => section.papers)].map(({ paper }) => paper)
  const keys = new Set(papers.map(({ key }) => key))
  return {
    left: digest.entries.filter(({ paper }) => !keys.has(paper.key)),
    sent: papers.map(({ key, version }) => (version === undefined ? { key } : { key, version })),
  }
}
