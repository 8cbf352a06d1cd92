/** A line of a page, without its end. */
export interface PageLine {
  /** 1 is the first line of the source. */
  readonly number: number
  readonly text: string
  /** Whether an empty line, or something that is no text of a paper, stands before it. */
  readonly isApart: boolean
  /** Whether a fact about a paper stands before it: on such pages facts divide one paper from the next. */
  readonly isBehindFact?: boolean
}

/** A title with the abstract below it; the abstract is empty where none was found. */
export interface TitledText {
  readonly line: number
  readonly title: string
  readonly abstract: string
}

/** A link with its text, or text without one. */
export interface PagePiece {
  readonly line: number
  readonly text: string
  /** Where the link leads; empty where the capture lost it, undefined where there is none. */
  readonly href?: string
  readonly isHeading?: boolean
  /** 1 to 6 where the piece is in a heading. */
  readonly level?: number
  /** Kinds of divisions of the page that begin here: headings, items, rows, empty lines. */
  readonly marks?: readonly string[]
}
