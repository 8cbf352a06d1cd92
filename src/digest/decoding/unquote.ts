const quoted = /^(?:[ \t]*> ?)+/
const sampleLines = 300

/** A text that was forwarded has a sign before each line; without them it is what it was. Lines stay lines. */
export function unquote(text: string): string {
  const written = text
    .slice(0, 60_000)
    .split('\n', sampleLines)
    .filter((line) => line.trim() !== '')
  const marked = written.filter((line) => quoted.test(line)).length
  return marked > 3 && marked > 0.8 * written.length ? text.replaceAll(/^(?:[ \t]*> ?)+/gm, '') : text
}
