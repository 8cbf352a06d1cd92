import { AppError } from '../../errors.ts'
import { buildRecord, flatten, liftFields, listColumns } from './json-record.ts'
import type { RawRecord, RawTable } from './raw-table.ts'

const maxLength = 64 * 1024 * 1024

/**
 * Reads one JSON value: the first list of objects or of texts in it, however an API wraps it. The line of a record is its
 * number in that list.
 */
export async function readJsonTable(name: string, blocks: AsyncIterable<string>): Promise<RawTable> {
  const parts: string[] = []
  let length = 0
  for await (const block of blocks) {
    parts.push(block)
    length += block.length
    if (length > maxLength) {
      throw new AppError(
        'invalid',
        `${name} is more than 64 MiB of JSON in one piece: write it as JSON Lines, one subscriber a line.`,
      )
    }
  }
  const list = findList(parseJson(name, parts.join('')), 0)
  if (list === undefined) throw new AppError('invalid', `${name} is JSON without a list of subscribers in it.`)
  const values = list.map(liftFields)
  const header = listColumns(values)
  return {
    source: 'json',
    header,
    batches: inOneBatch(values.map((value, index) => buildRecord(index + 1, value, header))),
  }
}

/** Reads a JSON value a line: objects, lists of which the first names the columns (Mailchimp's export API), or texts. */
export async function readJsonLines(name: string, blocks: AsyncIterable<string>): Promise<RawTable> {
  const iterator = parseLines(blocks)[Symbol.asyncIterator]()
  const start: ParsedLine[] = []
  while (start.length < 200) {
    const next = await iterator.next()
    if (next.done) break
    start.push(...next.value)
  }
  const top = start[0]?.value
  const named = start.filter(({ problem }) => problem === undefined)
  const header = Array.isArray(top) ? top.map(flatten) : listColumns(named.map(({ value }) => value))
  if (header.length === 0) throw new AppError('invalid', `${name} is JSON Lines without a subscriber in it.`)
  async function* records(): AsyncGenerator<RawRecord[]> {
    yield start.slice(Array.isArray(top) ? 1 : 0).map((parsed) => readLine(parsed, header))
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value.map((parsed) => readLine(parsed, header))
    }
  }
  return { source: 'jsonl', header, batches: records() }
}

interface ParsedLine {
  readonly line: number
  readonly value: unknown
  readonly problem?: string
}

function readLine({ line, value, problem }: ParsedLine, header: readonly string[]): RawRecord {
  const record = buildRecord(line, value, header)
  return problem === undefined ? record : { ...record, problem }
}

async function* parseLines(blocks: AsyncIterable<string>): AsyncGenerator<ParsedLine[]> {
  let line = 0
  for await (const block of blocks) {
    const parsed: ParsedLine[] = []
    for (const text of block.replace(/\n$/, '').split('\n')) {
      line += 1
      if (text.trim() === '') continue
      try {
        parsed.push({ line, value: liftFields(JSON.parse(text)) })
      } catch {
        parsed.push({ line, value: [text], problem: 'is no JSON' })
      }
    }
    if (parsed.length > 0) yield parsed
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new AppError('invalid', `${name} begins like JSON but is none: ${(cause as Error).message}.`, { cause })
  }
}

/** The first list of objects or texts, at most four levels down; a lone object with an address is a list of one. */
function findList(value: unknown, depth: number): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null || depth > 3) return undefined
  for (const inner of Object.values(value)) {
    if (Array.isArray(inner) && inner.some((item) => typeof item === 'object')) return inner
  }
  for (const inner of Object.values(value)) {
    const found = Array.isArray(inner) ? undefined : findList(inner, depth + 1)
    if (found !== undefined && found.length > 0) return found
  }
  return depth === 0 ? [value] : undefined
}

async function* inOneBatch(records: readonly RawRecord[]): AsyncGenerator<readonly RawRecord[]> {
  yield records
}
