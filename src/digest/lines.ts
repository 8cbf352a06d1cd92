/** The text with a line feed at the end of each line, whichever of the three usual ends its lines have. */
export function unifyLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
}

/** The lines of a text, without their ends. */
export function splitLines(text: string): string[] {
  return unifyLineEnds(text).split('\n')
}

/** A function from an offset in the text to its line, 1 is the first; offsets must not shrink from call to call. */
export function createLineCounter(text: string): (offset: number) => number {
  let line = 1
  let counted = 0
  return (offset) => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++
    return line
  }
}
