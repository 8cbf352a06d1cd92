import type { PlainDate } from '../clock.ts'
import type { Mailbox } from '../mail/address.ts'
import type { RankedPaper, Topic } from '../ranking/ranking.ts'

/** The publication: what stays the same from issue to issue. */
export interface Newsletter {
  readonly name: string
  readonly tagline?: string
  readonly from: Mailbox
  readonly replyTo?: Mailbox
  /** RFC 2919 list identifier, without brackets: `papers.example.com`. */
  readonly listId: string
  /** Postal address of the sender, asked for by anti-spam law. */
  readonly postalAddress?: string
  /** BCP 47 tag of the language the issue is written in. */
  readonly language: string
  /** Public base address of the web pages, without a trailing slash; absent while there are none. */
  readonly publicUrl?: string
}

/** One topic inside an issue, best paper first. */
export interface Section {
  readonly topic: Topic
  readonly papers: readonly RankedPaper[]
}

/** One dated instalment; a pure function of ranking and newsletter, so the same inputs give the same hash. */
export interface Issue {
  readonly newsletter: Newsletter
  /** Running number; absent where no archive counts the issues. */
  readonly number?: number
  readonly date: PlainDate
  readonly subject: string
  readonly preheader: string
  /** The best paper of the issue; it stands at the top and not again in its section. */
  readonly lead: RankedPaper
  readonly sections: readonly Section[]
  readonly paperCount: number
  /** Papers that only selections of some readers have, best first of each; told where the issue is kept. */
  readonly others?: readonly RankedPaper[]
  /** Papers considered that are not in the issue. */
  readonly droppedCount: number
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string
}

/** Every paper of an issue, best rank first. */
export function listPapers({ lead, sections }: Pick<Issue, 'lead' | 'sections'>): RankedPaper[] {
  return [lead, ...sections.flatMap(({ papers }) => papers)].toSorted((a, b) => a.rank - b.rank)
}
