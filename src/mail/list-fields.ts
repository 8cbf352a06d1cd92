import { formatPhrase } from './header-field.ts'

/** Where a reader can leave a list: a mailto address always, a page where there are pages. */
export interface UnsubscribeLinks {
  /** Whole `mailto:` address with a subject that names the reader. */
  readonly mailto: string
  /** https page that also answers the one-click POST. */
  readonly https?: string
}

/** Name and body of a List-* field, not yet folded. */
export type ListField = readonly [name: string, body: string]

/** List-Id with the publication's name as phrase (RFC 2919 §3). */
export function listIdField(name: string, listId: string): ListField {
  return ['List-Id', `${formatPhrase(name)} <${listId}>`]
}

/**
 * List-Unsubscribe (RFC 2369 §3.2), the page first because programs take the first they can use, and with a page
 * List-Unsubscribe-Post (RFC 8058 §3.1).
 */
export function unsubscribeFields({ https, mailto }: UnsubscribeLinks): ListField[] {
  if (https === undefined) return [['List-Unsubscribe', `<${mailto}>`]]
  return [
    ['List-Unsubscribe', `<${https}>, <${mailto}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ]
}

/** List-Archive, where back issues are (RFC 2369 §3.6). */
export function listArchiveField(url: string): ListField {
  return ['List-Archive', `<${url}>`]
}
