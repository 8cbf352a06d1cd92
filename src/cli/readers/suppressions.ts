import { Command, Option } from 'commander'
import { openAudienceApp, type AudienceApp } from '../../app/readers/audience.ts'
import { openInput } from '../../app/readers/import.ts'
import type { Instant } from '../../clock.ts'
import { eachByKey } from '../../each-by-key.ts'
import { AppError } from '../../errors.ts'
import { getMailbox } from '../../mail/address.ts'
import { formatCsvLine, formatSuppression, suppressionColumns } from '../../subscribers/export-csv.ts'
import { suppressionReasonOf } from '../../subscribers/import/decide.ts'
import type { OpenSubscriberFile, ReadRow } from '../../subscribers/import/subscriber-file.ts'
import { suppressAddress } from '../../subscribers/manage.ts'
import { getListSlug, type ListSlug } from '../../subscribers/subscription.ts'
import type { SuppressionReason } from '../../subscribers/suppression.ts'
import { parseSlug } from '../list-options.ts'
import { openCommandApp, wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'

interface SuppressionOptions extends CommonOptions {
  readonly list?: ListSlug
}

/** `courant suppressions`: who is never mailed. */
export function buildSuppressionsCommand(): Command {
  return new Command('suppressions')
    .description('addresses that are never mailed; they outlive the subscriber')
    .addCommand(buildListCommand())
    .addCommand(buildAddCommand())
    .addCommand(buildRemoveCommand())
    .addCommand(buildImportCommand())
    .addCommand(buildExportCommand())
}

function withOneList(command: Command): Command {
  return withCommonOptions(
    command.addOption(new Option('--list <slug>', 'for this list only; else for every list').argParser(parseSlug)),
  )
}

function buildListCommand(): Command {
  const list = new Command('list')
    .description('suppressed addresses, a page at a time')
    .addOption(new Option('--after <address>', 'go on behind this one').default(''))
    .addOption(new Option('--count <number>', 'addresses on a page').argParser(wholeNumber(1, 10_000)).default(50))
    .action(async (options: CommonOptions & { after: string; count: number }) => {
      await using app = await openAudienceApp(openCommandApp(options))
      const page = await app.audience.suppressions.listPage({ after: options.after, limit: options.count })
      if (options.json === true) return printJson(page)
      for (const { key, reason, since, list: slug = 'every list' } of page)
        print(toTerminalText(`${reason.padEnd(11)}  ${since}  ${slug}  ${key}`))
    })
  return withCommonOptions(list)
}

function buildAddCommand(): Command {
  const add = new Command('add')
    .description('suppress an address')
    .argument('<address>', 'the address')
    .addOption(
      new Option('--reason <reason>', 'why')
        .choices(['unsubscribe', 'hard_bounce', 'complaint', 'manual'])
        .default('manual'),
    )
    .action(async (text: string, options: SuppressionOptions & { reason: SuppressionReason }) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app)
      const { list, reason } = options
      const { address } = getMailbox(text, 'The address')
      const isNew = await suppressAddress(readers.audience, {
        address,
        reason,
        since: app.clock.now(),
        source: 'operator',
        ...(list ? { list } : {}),
      })
      if (options.json === true) return printJson({ address, new: isNew })
      print(isNew ? `${address} is suppressed.` : `${address} was suppressed already.`)
    })
  return withOneList(add)
}

function buildRemoveCommand(): Command {
  const remove = new Command('remove')
    .description('lift the suppressions of an address; the person is not subscribed by it')
    .argument('<address>', 'the address')
    .action(async (text: string, options: SuppressionOptions) => {
      await using app = await openAudienceApp(openCommandApp(options))
      const { address } = getMailbox(text, 'The address')
      const removed = await app.audience.suppressions.delete(address, options.list ? { list: options.list } : {})
      if (removed === 0) throw new AppError('not_found', `${address} is not suppressed.`)
      if (options.json === true) return printJson({ address, removed })
      print(`${address} may be mailed again once it is subscribed.`)
    })
  return withOneList(remove)
}

function buildImportCommand(): Command {
  const command = new Command('import')
    .description('suppress every address of a file, with the reason it tells')
    .argument('<file>', 'CSV, JSON or a list of addresses; - for standard input')
    .action(async (path: string, options: SuppressionOptions) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app)
      await using input = await openInput(path, {}, () => undefined)
      const counts = { added: 0, unchanged: 0, rejected: 0 }
      for await (const batch of input.file.batches) {
        for (const row of batch) {
          const isNew = await suppressRow(readers, input.file, row, {
            now: app.clock.now(),
            source: path,
            ...(options.list ? { list: options.list } : {}),
          })
          counts[isNew === undefined ? 'rejected' : isNew ? 'added' : 'unchanged'] += 1
          if (isNew === undefined) say(`line ${row.line}: ${row.reason ?? 'rejected'}`)
        }
      }
      if (options.json === true) return printJson({ counts })
      print(`${counts.added} suppressed, ${counts.unchanged} were already, ${counts.rejected} rejected.`)
    })
  return withOneList(command)
}

/** Suppresses what a row names; the hash of somebody erased is taken as it is. */
async function suppressRow(
  { audience }: AudienceApp,
  file: OpenSubscriberFile,
  row: ReadRow,
  { now, source, list }: { now: Instant; source: string; list?: ListSlug },
): Promise<boolean | undefined> {
  const named = file.source === 'courant' ? findList(file, row) : undefined
  const chosen = list ?? named
  const scope = chosen === undefined ? {} : { list: chosen }
  const hash = row.cells?.find((cell) => /^hash:[0-9a-f]{64}$/.test(cell))
  if (hash !== undefined)
    return audience.suppressions.insert({ key: hash, reason: 'manual', since: now, source, ...scope })
  if (row.address === undefined) return undefined
  const reason = suppressionReasonOf(row.outcome) ?? 'manual'
  const since = row.leftAt ?? row.consentAt ?? now
  return suppressAddress(audience, { address: row.address, reason, since, source, ...scope })
}

/** The list that our own export names beside an address or a hash. */
function findList(file: OpenSubscriberFile, { tags, cells }: ReadRow): ListSlug | undefined {
  const index = file.columns.findIndex(({ column }) => column === 'list')
  const text = tags?.[0] ?? cells?.[index] ?? ''
  return text === '' ? undefined : getListSlug(text)
}

function buildExportCommand(): Command {
  const command = new Command('export')
    .description('all suppressions as CSV; "suppressions import" reads it')
    .addOption(new Option('--raw', 'leave cells as they are that a spreadsheet would take for formulas'))
    .action(async (options: CommonOptions & { raw?: boolean }) => {
      await using app = await openAudienceApp(openCommandApp(options))
      if (options.json !== true) print(formatCsvLine(suppressionColumns))
      const { suppressions } = app.audience
      const all = eachByKey((page) => suppressions.listPage(page), { after: '', keyOf: ({ key }) => key })
      for await (const suppression of all) {
        const asCsv = () => formatCsvLine(formatSuppression(suppression), options.raw)
        print(options.json === true ? JSON.stringify(suppression) : asCsv())
      }
    })
  return withCommonOptions(command)
}
