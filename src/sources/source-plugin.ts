import type { PlainDate } from '../clock.ts'
import type { DigestFormat } from '../digest/formats.ts'

/** A source of the operator's own: a module that exports `read`. What it gives is parsed as any other input. */
export interface SourcePlugin {
  /** @param words what follows the name of the source in the input: `cs.CL` of `lab:cs.CL`; empty without */
  read(words: string, context: { readonly today: PlainDate }): Promise<SourceText>
}

/** A digest as text. */
export interface SourceText {
  readonly content: string | Uint8Array
  /** Found out from the content without it. */
  readonly format?: DigestFormat
}
