/** A function from an offset in the text to its line, 1 is the first; offsets must not shrink from call to call. */
export function createLineCounter(text: string): (offset: number) => number {
  let line = 1
  let counted = 0
  return (offset) => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++
    return line
  }
}
