import { Command, Option } from 'commander'
import { openAudienceApp } from '../../app/readers/audience.ts'
import { eachByKey } from '../../each-by-key.ts'
import { AppError } from '../../errors.ts'
import { getMailbox } from '../../mail/address.ts'
import { formatCsvLine, formatSuppression, suppressionColumns } from '../../subscribers/export-csv.ts'
import { suppressAddress } from '../../subscribers/manage.ts'
import type { SuppressionReason } from '../../subscribers/suppression.ts'
import { withOptionalList, type OptionalListOptions } from '../list-options.ts'
import { openCommandApp, wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'
import { buildSuppressionsImportCommand } from './suppressions-import.ts'

/** `courant suppressions`: who is never mailed. */
export function buildSuppressionsCommand(): Command {
  return new Command('suppressions')
    .description('addresses that are never mailed; they outlive the subscriber')
    .addCommand(buildListCommand())
    .addCommand(buildAddCommand())
    .addCommand(buildRemoveCommand())
    .addCommand(buildSuppressionsImportCommand())
    .addCommand(buildExportCommand())
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
      if (page.length === 0) say(options.after === '' ? 'Nobody is suppressed.' : 'That was all.')
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
    .action(async (text: string, options: OptionalListOptions & { reason: SuppressionReason }) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app, 'create')
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
  return withOptionalList(add)
}

function buildRemoveCommand(): Command {
  const remove = new Command('remove')
    .description('lift the suppressions of an address; the person is not subscribed by it')
    .argument('<address>', 'the address')
    .action(async (text: string, options: OptionalListOptions) => {
      await using app = await openAudienceApp(openCommandApp(options))
      const { address } = getMailbox(text, 'The address')
      const removed = await app.audience.suppressions.delete(address, options.list ? { list: options.list } : {})
      if (removed === 0) throw new AppError('not_found', `${address} is not suppressed.`)
      if (options.json === true) return printJson({ address, removed })
      print(`${address} may be mailed again once it is subscribed.`)
    })
  return withOptionalList(remove)
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
