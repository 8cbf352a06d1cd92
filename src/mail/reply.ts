/** RFC 3463 §2: class, subject, detail. */
export type EnhancedStatus = `${2 | 4 | 5}.${number}.${number}`

/** What an SMTP server answered (RFC 5321 §4.2). */
export interface SmtpReply {
  readonly code: number
  readonly enhancedStatus?: EnhancedStatus
  readonly text: string
}

/**
 * Reads a reply, of one line or several, without its line ends; undefined when it begins with no code. What a server says
 * is kept and shown, so control characters, which no text of a database or a terminal bears, become U+FFFD.
 */
export function parseReply(raw: string): SmtpReply | undefined {
  const single = oneLine.exec(raw)
  if (single) {
    const [, code = '', enhancedStatus, text = ''] = single
    return enhancedStatus === undefined
      ? { code: Number(code), text }
      : { code: Number(code), enhancedStatus: enhancedStatus as EnhancedStatus, text }
  }
  return parseLines(raw)
}

/** What most replies are: code, enhanced status code, words without control characters. */
const oneLine = /^([2-5]\d\d) (?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?([^\0-\x1f\x7f]*)$/
const controls = /[\0-\x08\x0b-\x1f\x7f]/g

function parseLines(raw: string): SmtpReply | undefined {
  const lines = raw.split(/\r?\n/).filter((line) => line !== '')
  const code = /^([2-5]\d\d)(?:[ -]|$)/.exec(lines[0] ?? '')?.[1]
  if (code === undefined) return undefined
  const texts = lines.map((line) => line.replace(/^[2-5]\d\d[ -]?/, ''))
  const enhancedStatus = /^([245]\.\d{1,3}\.\d{1,3})(?: |$)/.exec(texts[0] ?? '')?.[1] as EnhancedStatus | undefined
  const text = texts.map((line) => line.replace(/^[245]\.\d{1,3}\.\d{1,3} ?/, '')).join(' ')
  return {
    code: Number(code),
    ...(enhancedStatus ? { enhancedStatus } : {}),
    text: text.replaceAll(controls, '\ufffd'),
  }
}

/** A reply as it came, on one line. */
export function formatReply({ code, enhancedStatus, text }: SmtpReply): string {
  return [String(code), enhancedStatus, text].filter((part) => part !== undefined && part !== '').join(' ')
}
