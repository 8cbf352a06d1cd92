import { closeSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { openAudienceApp } from '../../app/readers/audience.ts'
import { importInto, openInput } from '../../app/readers/import.ts'
import { makeFolder } from '../../make-folder.ts'
import { formatCsvLine } from '../../subscribers/export-csv.ts'
import { parseColumnMap } from '../../subscribers/columns/column-map.ts'
import type { ImportedRow, ImportResult } from '../../subscribers/import/import-file.ts'
import { recognizers } from '../../subscribers/columns/recognizers.ts'
import type { OpenSubscriberFile, ReadOptions } from '../../subscribers/import/subscriber-file.ts'
import type { SubscriberSource } from '../../subscribers/columns/column.ts'
import { formatCount } from '../counts.ts'
import { countReasons } from './import-reasons.ts'
import { exitCode } from '../exit-code.ts'
import { withListOptions, type ListOptions } from '../list-options.ts'
import { collect, openCommandApp } from '../options.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'
import { startProgress } from '../progress.ts'

interface ImportCommandOptions extends ListOptions {
  readonly dryRun?: boolean
  readonly source: 'auto' | SubscriberSource
  readonly map?: readonly string[]
  readonly encoding?: string
  readonly rejects?: string
  readonly unconfirmed?: boolean
  readonly refuse?: readonly ('role' | 'disposable')[]
  readonly wording?: string
}

const shownProblems = 10
const sources = ['auto', ...new Set(recognizers.map(({ source }) => source))]

/** `courant subscribers import`: a file into a list, an outcome for every record. */
export function buildImportCommand(): Command {
  const command = new Command('import')
    .description('bring a file of subscribers into a list; source, delimiter, encoding and columns are found out')
    .argument('<file>', 'CSV, JSON, JSON Lines, vCard or a list of addresses; - for standard input')
    .addOption(new Option('--dry-run', 'say what would happen, and keep nothing'))
    .addOption(new Option('--source <name>', 'service that made the file').choices(sources).default('auto'))
    .addOption(new Option('--map <theirs=ours>', 'what a column means; can be given several times').argParser(collect))
    .addOption(new Option('--encoding <label>', 'encoding of the file, such as shift_jis'))
    .addOption(new Option('--rejects <file>', 'write the rejected records here, to be mended and imported again'))
    .addOption(new Option('--unconfirmed', 'take nobody for confirmed'))
    .addOption(
      new Option('--refuse <kind>', 'reject role or disposable addresses; can be given twice').argParser(collectKind),
    )
    .addOption(new Option('--wording <sentence>', 'words they agreed to, kept with the consent'))
    .action(importFile)
  return withListOptions(command)
}

function collectKind(value: string, previous: readonly string[] | undefined): string[] {
  if (value !== 'role' && value !== 'disposable') throw new InvalidArgumentError('It must be role or disposable.')
  return collect(value, previous)
}

async function importFile(path: string, options: ImportCommandOptions): Promise<void> {
  const app = openCommandApp(options)
  const reading: ReadOptions = {
    ...(options.source === 'auto' ? {} : { source: options.source }),
    ...(options.map ? { map: parseColumnMap(options.map) } : {}),
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
  }
  await using readers = await openAudienceApp(app, options.dryRun === true ? 'rehearse' : 'create')
  let seen = 0
  let onBytes = (count: number): void => void (seen += count)
  await using input = await openInput(path, reading, (count) => onBytes(count))
  const progress = startProgress('Importing, octets', input.byteCount)
  onBytes = (count) => progress.step(count)
  onBytes(seen)
  using rejects = options.rejects === undefined ? undefined : await openRejects(options.rejects, input.file)
  const kept: ImportedRow[] = []
  const reasons = countReasons()
  const { list, dryRun = false, unconfirmed = false, refuse = [], wording } = options
  const result = await importInto(app, readers, input, {
    list,
    fileName: path,
    dryRun,
    unconfirmed,
    refuse,
    ...(wording === undefined ? {} : { wording }),
    onRows(rows) {
      for (const row of rows) {
        if (row.outcome === 'rejected') rejects?.write(row)
        reasons.add(row)
        if (options.json === true || (row.outcome === 'rejected' && kept.length < shownProblems)) kept.push(row)
      }
    },
  }).finally(() => progress.end())
  report(options, input.file, { ...result, rows: kept, reasons: reasons.list() })
  const total = Object.values(result.counts).reduce((sum, count) => sum + count, 0)
  if (total > 0 && result.counts.rejected === total) process.exitCode = exitCode.data
}

/** The file of rejects: the columns of the original, line and reason behind them. */
async function openRejects(path: string, file: OpenSubscriberFile) {
  await makeFolder(dirname(path))
  const handle = openSync(path, 'wx', 0o600)
  const columns = file.columns.map(({ column }) => column)
  writeSync(handle, formatCsvLine([...columns, 'rejected_line', 'rejected_because']))
  return {
    write({ cells = [], line, reason = '' }: ImportedRow) {
      const padded = columns.map((_, index) => cells[index] ?? '')
      writeSync(handle, formatCsvLine([...padded, String(line), reason]))
    },
    [Symbol.dispose]: () => closeSync(handle),
  }
}

function report(
  options: ImportCommandOptions,
  file: OpenSubscriberFile,
  result: ImportResult & { rows: readonly ImportedRow[]; reasons: readonly string[] },
): void {
  const { importId, counts, rows, reasons } = result
  if (options.json === true) {
    const outcomes = rows.map(({ line, address, outcome, reason }) => ({
      line,
      address,
      outcome,
      ...(reason === undefined ? {} : { reason }),
    }))
    printJson({
      importId: importId ?? null,
      source: file.source,
      encoding: file.encoding(),
      columns: file.columns,
      counts,
      rows: outcomes,
    })
    return
  }
  const read = file.columns
    .filter(({ field }) => field !== null)
    .map(({ column, field, guessed }) => `${column} → ${field}${guessed === true ? ' (a guess)' : ''}`)
  const unread = file.columns.filter(({ field, column }) => field === null && column !== '').map(({ column }) => column)
  print(
    toTerminalText(
      `Source: ${file.source}, ${file.encoding()}. Read: ${read.join(', ')}.${unread.length > 0 ? ` Not read: ${unread.join(', ')}.` : ''}`,
    ),
  )
  for (const { line, reason } of rows) say(`line ${line}: ${reason ?? 'rejected'}`)
  if (counts.rejected > rows.length) say(`and ${counts.rejected - rows.length} more; --rejects FILE writes them all`)
  for (const reason of reasons) say(reason)
  const parts = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  print(`${formatCount(total, 'record')}: ${parts.join(', ')}.`)
  if (importId === undefined) print('Dry run: nothing was kept.')
  else print(`This was import ${importId}; "courant subscribers undo ${importId}" takes it back.`)
}
