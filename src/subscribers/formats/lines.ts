/** Lines with their ends; no octet of a longer character is a line feed in any encoding that we guess. */
export function splitLines(octets: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let from = 0; from < octets.length;) {
    const found = octets.indexOf(0x0a, from)
    const to = found < 0 ? octets.length : found + 1
    lines.push(octets.subarray(from, to))
    from = to
  }
  return lines
}

/** Where the last whole line ends; a `\r` at the very end may be half of a `\r\n`. */
export function endOfLastLine(text: string): number {
  return Math.max(text.lastIndexOf('\n'), text.length < 2 ? -1 : text.lastIndexOf('\r', text.length - 2)) + 1
}

/** `\r\n` and the lone `\r` of old Macintosh files become `\n`. */
export function normalizeLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
