/**
 * Which header fields a signature covers, and in which order. Most fields are the same in all messages of a campaign: they
 * are put in their places once, and a message adds its own.
 */
import { listCanonicalFields, type CanonicalField } from './dkim-canon.ts'

/** RFC 6376 §5.4.1, and what RFC 8058 §4 asks for: the fields that a reader or a mail program acts on. */
export const signedFields: readonly string[] = [
  'From',
  'Reply-To',
  'Sender',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'List-Archive',
  'List-Help',
  'Feedback-ID',
  'Auto-Submitted',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
]

/** Order and common part of the fields that are signed. */
export interface SigningPlan {
  /** Names for `h=`: each one once more than the message has it, so that none can be added. */
  readonly names: readonly string[]
  /** The canonical lines that the names stand for. @param own a message's own fields, named as the plan was asked for */
  fill(own: readonly CanonicalField[]): string
}

/** Prepares the plan of messages whose own fields stand before `shared`. */
export function planFields(ownNames: readonly string[], shared: string): SigningPlan {
  const fields = [
    ...ownNames.map((name, index) => ({ name, index, line: '' })),
    ...listCanonicalFields(shared).map((field) => ({ ...field, index: -1 })),
  ]
  const present = Map.groupBy(fields, ({ name }) => name.toLowerCase())
  const names: string[] = []
  // Text that all share and, after it, which of the own fields follows.
  const places: { before: string; index: number }[] = []
  let before = ''
  for (const name of signedFields) {
    // RFC 6376 §5.4.2: of several fields of one name the last comes first; a name without a field stands for nothing.
    for (const { index, line } of present.get(name.toLowerCase())?.toReversed() ?? []) {
      names.push(name)
      if (index < 0) before += `${line}\r\n`
      else places.push({ before, index })
      if (index >= 0) before = ''
    }
    names.push(name)
  }
  const after = before
  return {
    names,
    fill(own) {
      let lines = ''
      for (const place of places) lines += `${place.before}${own[place.index]?.line ?? ''}\r\n`
      return lines + after
    },
  }
}
