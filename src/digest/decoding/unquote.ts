const quoted = /^(?:[ \t]*> ?)+/
const sampleLines = 300

/** A text that was forwarded has a sign before each line, and data in a chat stand in a fence; lines stay lines. */
export function unquote(text: string): string {
  return unfence(dropSigns(text))
}

const fenced = /^(?<lead>[^`]{0,2000}\n)?```[a-z]{0,12}[ \t]*\r?\n(?<data>[^`]+)```[^`]{0,500}$/i

/** The data where a text is one fence and little else. */
function unfence(text: string): string {
  if (!text.slice(0, 2500).includes('```')) return text
  const { lead = '', data } = fenced.exec(text.trimEnd())?.groups ?? {}
  return data === undefined ? text : `${lead.replaceAll(/[^\n]/g, '')}\n${data}`
}

function dropSigns(text: string): string {
  const written = text
    .slice(0, 60_000)
    .split('\n', sampleLines)
    .filter((line) => line.trim() !== '')
  const marked = written.filter((line) => quoted.test(line)).length
  return marked > 3 && marked > 0.8 * written.length ? text.replaceAll(/^(?:[ \t]*> ?)+/gm, '') : text
}
