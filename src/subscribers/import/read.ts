/*
 * In: a file of subscribers as somebody else's program wrote it. Out: who is in it and what they want, record by record.
 * Guaranteed: good records are kept and bad ones named by line; nobody who left, bounced or complained comes out as
 * confirmed; the rows are in the order of the file; memory does not grow with the file while it is read in batches.
 */
import { AppError } from '../../errors.ts'
import { normalizeColumn } from '../columns/column.ts'
import { isKnownWord, readColumns } from '../columns/columns.ts'
import { decodeText } from '../formats/decode.ts'
import { foldDuplicates } from './fold.ts'
import { recognizeColumns, standingOfFileName } from '../columns/recognize.ts'
import { createRowReader } from './row.ts'
import type { OpenSubscriberFile, ReadOptions, ReadRow, SubscriberFile } from './subscriber-file.ts'
import type { RawRecord } from '../formats/raw-table.ts'
import { openTable } from '../formats/table.ts'

/**
 * Opens a file of any size.
 *
 * @param name its name, which Mailchimp tells the standing by and which stands in every message
 * @throws AppError `invalid`, one sentence, when it is no list of subscribers or has no column of addresses
 */
export async function openSubscriberFile(
  name: string,
  input: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<OpenSubscriberFile> {
  const text = decodeText(name, refuseBinary(name, input), { encoding: options.encoding, isKnown: isKnownWord })
  const table = await openTable(name, text.blocks)
  const { sample, all } = await peekRecords(table.batches)
  const header = table.header ?? []
  const recognizer = recognizeColumns(header.map(normalizeColumn), options.source)
  const columns = readColumns(
    header,
    sample.map(({ cells }) => cells),
    {
      name,
      isHeaderless: table.isHeaderless === true,
      ...(recognizer ? { recognizer } : {}),
      ...(options.map ? { map: options.map } : {}),
    },
  )
  const fileStanding = standingOfFileName(name, recognizer?.source)
  return {
    source: recognizer?.source ?? options.source ?? table.source ?? 'csv',
    columns,
    encoding: text.encoding,
    ...(table.delimiter === undefined ? {} : { delimiter: table.delimiter }),
    batches: readRows(all, createRowReader(columns, { recognizer, fileStanding })),
  }
}

/** Reads a file to its end and folds the records of one address into one. */
export async function readSubscriberFile(
  name: string,
  input: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<SubscriberFile> {
  const file = await openSubscriberFile(name, input, options)
  const rows: ReadRow[] = []
  for await (const batch of file.batches) for (const row of batch) rows.push(row)
  foldDuplicates(rows)
  const { source, columns, delimiter } = file
  return { source, columns, encoding: file.encoding(), ...(delimiter === undefined ? {} : { delimiter }), rows }
}

/** First octets of what is often mistaken for a list, and what to do about it. */
const binaries: readonly { magic: readonly number[]; is: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], is: 'a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV' },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], is: 'an old Excel workbook: save the sheet as CSV' },
  { magic: [0x1f, 0x8b], is: 'packed by gzip: unpack it' },
  { magic: [0x25, 0x50, 0x44, 0x46], is: 'a PDF: export the list as CSV' },
]

async function* refuseBinary(name: string, input: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const chunk of input instanceof Uint8Array ? [input] : input) {
    const found = first
      ? binaries.find(({ magic }) => magic.every((octet, index) => chunk[index] === octet))
      : undefined
    if (found) throw new AppError('invalid', `${name} is ${found.is}, and import that.`)
    first &&= chunk.length === 0
    yield chunk
  }
}

/** The first records, to judge the columns by, and all of them again. */
async function peekRecords(batches: AsyncIterable<readonly RawRecord[]>) {
  const iterator = batches[Symbol.asyncIterator]()
  const read: (readonly RawRecord[])[] = []
  let count = 0
  while (count < 200) {
    const next = await iterator.next()
    if (next.done) break
    read.push(next.value)
    count += next.value.length
  }
  const sample = read.flat().slice(0, 200)
  async function* replay(): AsyncGenerator<readonly RawRecord[]> {
    yield* read.splice(0)
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { sample, all: replay() }
}

async function* readRows(batches: AsyncIterable<readonly RawRecord[]>, read: (record: RawRecord) => ReadRow) {
  for await (const batch of batches) if (batch.length > 0) yield batch.map(read)
}
