/**
 * What differs from reader to reader in one rendering. Every other octet is the same for all who get it.
 *
 * - `address`: the reader's address as it is shown
 * - `token`: the reader's token, part of link paths; URL-safe characters only
 * - `unsubscribeUrl`, `preferencesUrl`, `browserUrl`: whole links; https or mailto
 */
export const slotNames = ['address', 'token', 'unsubscribeUrl', 'preferencesUrl', 'browserUrl'] as const
export type SlotName = (typeof slotNames)[number]

/** The values of one reader; they are escaped where they are filled in. */
export type SlotValues = Readonly<Record<SlotName, string>>

/** Text cut at its slots: `parts` has one element more than `slots`, and they alternate. */
export interface SlottedText {
  readonly parts: readonly string[]
  readonly slots: readonly SlotName[]
}

/** What was shortened so that the HTML keeps under its byte budget. */
export interface Cut {
  readonly paperKey: string
  readonly rank: number
  readonly to: 'one_sentence' | 'title' | 'web'
}

/** An issue as HTML and text with slots for what is personal; filling is all that one more recipient costs. */
export interface RenderedIssue {
  readonly subject: string
  readonly preheader: string
  readonly html: SlottedText
  readonly text: SlottedText
  /** Octets of the HTML part as it travels (quoted-printable), slots counted at a typical length. */
  readonly htmlBytes: number
  readonly cuts: readonly Cut[]
}
