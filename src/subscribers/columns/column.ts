/** What a file says that a person wants: only `confirmed` may be mailed. */
export type Standing = 'confirmed' | 'unconfirmed' | 'unsubscribed' | 'bounced' | 'complained'

/** Meaning of one column; `created_at` stands in for `consent_at` where a file has no better time. */
export type ColumnField =
  | 'address'
  | 'name'
  | 'first_name'
  | 'middle_name'
  | 'last_name'
  | 'status'
  | 'confirmed'
  | 'subscribed'
  | 'unsubscribed'
  | 'bounced'
  | 'complained'
  | 'tags'
  | 'topics'
  | 'consent_at'
  | 'created_at'
  | 'consent_ip'
  | 'consent_source'

/** How one column of the file was understood; a column without a field is not read. */
export interface ColumnReading {
  readonly column: string
  readonly field: ColumnField | null
  /** Its name is none we know, so a cell that says nothing clear counts as nothing. */
  readonly guessed?: boolean
}

/** Who made the file, as far as its columns or shape tell. */
export type SubscriberSource =
  | 'mailchimp'
  | 'substack'
  | 'ghost'
  | 'listmonk'
  | 'kit'
  | 'beehiiv'
  | 'buttondown'
  | 'activecampaign'
  | 'mailman'
  | 'google'
  | 'outlook'
  | 'courant'
  | 'csv'
  | 'json'
  | 'jsonl'
  | 'vcard'
  | 'list'

/** Where a word ends in names as programs write them: `hasOptedOut`, `GDPRStatus`. */
const wordEnd = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu

/** A column name in the form that names are compared in: words in lower case, no accents, no punctuation. */
export function normalizeColumn(column: string): string {
  const plain = column.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC')
  return plain
    .replace(wordEnd, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}
