import { parsePlainDate, type PlainDate } from '../../clock.ts'

/** What note-taking programs write above a text, between two lines of dashes: names and values, none of them a paper. */
const frontMatter = /^---[ \t]*\r?\n((?:[ \t]*(?:[\w-]+:.*|- .*|#.*)?\r?\n){1,60}?)(?:---|\.\.\.)[ \t]*\r?\n/
const longest = 8000

/** What `curl -i` writes above an answer. */
const httpHead = /^HTTP\/\d(?:\.\d)? \d{3}[^\n]*\n(?:[\w-]+:[^\n]*\n){1,100}\r?\n/

/** The text with its front matter left empty, line for line, and the day that this names. */
export function skipFrontMatter(given: string): { text: string; date: PlainDate | undefined } {
  const text = given.startsWith('HTTP/') ? given.replace(httpHead, (head) => head.replaceAll(/[^\n]/g, '')) : given
  const [head, fields = ''] = text.startsWith('---') ? (frontMatter.exec(text.slice(0, longest)) ?? []) : []
  if (head === undefined || !/^[\w-]+:/m.test(fields)) return { text, date: undefined }
  const day = /^(?:date|published|day):\s*["']?(\d{4}-\d\d-\d\d)/m.exec(fields)?.[1]
  return {
    text: head.replaceAll(/[^\r\n]/g, '') + text.slice(head.length),
    date: day === undefined ? undefined : parsePlainDate(day),
  }
}
