/*
 * What a person would call "the message" of a bounce: the words of the mail system, without the copy of the mail that
 * came back. In: the text of the bounce. Out: its words, and the copy.
 */

/** The words of a mail system, and the copy of our mail that it appended to them, if it did. */
export interface Notice {
  readonly words: string
  readonly copy: string
}

const fieldStart = /^(?:>\s?)?([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:/
// Fields that mail systems write and no person does.
const traceFields = new Set(
  'received return-path message-id mime-version content-type delivered-to received-spf dkim-signature domainkey-signature arc-seal authentication-results x-received'.split(
    ' ',
  ),
)
const coreFields = new Set([...traceFields, 'from', 'to', 'subject', 'date'])

/**
 * Cuts the text where a header begins: a block of lines at the left margin with two of the fields that every message
 * has, one of them not for people, or three of them. Each mail system announces the copy in its own words, but all of
 * them then copy a header.
 */
export function splitNotice(text: string): Notice {
  const lines = text.split('\n')
  let seen = new Set<string>()
  let start = 0
  let inFields = false
  for (const [index, line] of lines.entries()) {
    const name = fieldStart.exec(line)?.[1]?.toLowerCase()
    const continues: boolean = inFields && /^[ \t]+\S/.test(line)
    if (name === undefined && !continues) {
      if (line.trim() === '') seen = new Set()
      if (seen.size === 0) start = index + 1
    } else if (!inFields && seen.size === 0) start = index
    inFields = name !== undefined || continues
    if (name !== undefined && coreFields.has(name)) seen.add(name)
    if (isHeader(seen)) return { words: lines.slice(0, start).join('\n'), copy: lines.slice(start).join('\n') }
  }
  return { words: text, copy: '' }
}

function isHeader(seen: ReadonlySet<string>): boolean {
  return seen.size >= 3 || (seen.size === 2 && [...seen].some((field) => traceFields.has(field)))
}

// What our own message said of itself, which some notices repeat: `Subject: virus in mail` is no reason.
const echoed =
  /^[ \t>]*(?:subject|from|to|cc|reply-to|date|sent|message-id|betreff|objet|asunto|oggetto|件名)[ \t]*:.*$/gimu

/** The words of a notice without the fields of our message that it repeats. */
export function withoutEcho(words: string): string {
  return words.replace(echoed, '')
}
