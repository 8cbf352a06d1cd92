/** One header field or report field: its name in lower case, its body unfolded (RFC 5322 §2.2.3). */
export interface Field {
  readonly name: string
  readonly body: string
}

const fieldLine = /^([!-9;-~]{1,76}?)[ \t]*:(.*)$/

/** The fields of a block of lines; lines that are neither a field nor the continuation of one are passed over. */
export function parseFields(block: string): Field[] {
  const fields: { name: string; body: string }[] = []
  for (const line of block.split('\n')) {
    const last = fields.at(-1)
    const match = fieldLine.exec(line)
    if (/^[ \t]/.test(line) && last) last.body += ` ${line.trim()}`
    else if (match) fields.push({ name: (match[1] ?? '').toLowerCase(), body: (match[2] ?? '').trim() })
  }
  return fields
}

/** Body of the first field of that name; undefined when there is none or it is empty. */
export function findField(fields: readonly Field[], name: string): string | undefined {
  return fields.find((field) => field.name === name && field.body !== '')?.body
}

/** The header of a message as text: everything before its first empty line. */
export function headerOf(message: string): string {
  const text = message.replace(/^\n+/, '')
  const end = text.indexOf('\n\n')
  return end < 0 ? text : text.slice(0, end)
}
