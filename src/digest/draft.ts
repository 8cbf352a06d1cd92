import type { PlainDate } from '../clock.ts'
import type { Problem } from './digest.ts'

/** One paper as a format read it: the source's own words, nothing cleaned and nothing checked yet. */
export interface Draft {
  /** Line of the source on which the entry begins, 1 is first. */
  readonly line?: number
  readonly title: string
  readonly abstract?: string
  readonly authors?: readonly string[]
  readonly authorCount?: number
  /** An arXiv id, or any address or text that is one. */
  readonly arxivId?: string
  readonly doi?: string
  /** Where the source says that the title leads. */
  readonly url?: string
  /** Further addresses of the entry. */
  readonly links?: readonly string[]
  /** Addresses that the source itself calls code, whatever host they are on. */
  readonly codeLinks?: readonly string[]
  readonly primaryCategory?: string
  readonly categories?: readonly string[]
  readonly published?: string
  readonly updated?: string
  readonly comment?: string
  readonly journalRef?: string
  /** Whatever the source gives as a number or as a text such as `1.2k`. */
  readonly signals?: Readonly<Record<string, unknown>>
}

/** What a format makes of a text; `date` is absent where the source has none. */
export interface DraftDigest {
  readonly drafts: readonly Draft[]
  readonly date?: PlainDate
  readonly problems: readonly Problem[]
  /** The source lists Daily Papers, which all are on arXiv and are discussed on Hugging Face. */
  readonly isDailyPapers?: boolean
  /** The text is a page as somebody copied it. */
  readonly isPage?: boolean
}

/** What a format may know beside the text. */
export interface FormatContext {
  readonly today: PlainDate
  /** Reads a text inside this one (a part of a mail) in whatever other format it is. */
  readonly parseText: (text: string) => DraftDigest
}

/** One way in which people have digests: how sure it is that a text is one, and how to read it. */
export interface Format {
  /** 0 (no) to 1 (certain), from the beginning of the text. */
  detect(text: string): number
  parse(text: string, context: FormatContext): DraftDigest
}

/** A field of a draft; nothing where the source does not have it. */
export function optional<Name extends keyof Draft>(
  name: Name,
  value: string | undefined,
): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>)
}
