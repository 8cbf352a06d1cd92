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
