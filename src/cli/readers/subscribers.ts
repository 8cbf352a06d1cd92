import { Command, Option } from 'commander'
import { openAudienceApp } from '../../app/readers/audience.ts'
import { AppError } from '../../errors.ts'
import { getMailbox } from '../../mail/address.ts'
import { eachReader, getSubscriber } from '../../subscribers/audience.ts'
import { formatCsvLine, formatReader, readerColumns } from '../../subscribers/export-csv.ts'
import { addSubscriber, eraseSubscriber, exportSubscriber } from '../../subscribers/manage.ts'
import { unsubscribe } from '../../subscribers/unsubscribe.ts'
import type { SubscriptionStatus } from '../../subscribers/subscription.ts'
import { withListOptions, type ListOptions } from '../list-options.ts'
import { openCommandApp, withCommonOptions, wholeNumber, type CommonOptions } from '../options.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'
import { buildImportCommand } from './subscribers-import.ts'
import { buildImportsCommand, buildUndoCommand } from './subscribers-imports.ts'

/** `courant subscribers`: who is on the lists. */
export function buildSubscribersCommand(): Command {
  return new Command('subscribers')
    .description('who is on the lists: import, look, add, remove, export, erase')
    .addCommand(buildImportCommand())
    .addCommand(buildUndoCommand())
    .addCommand(buildImportsCommand())
    .addCommand(buildListCommand())
    .addCommand(buildShowCommand())
    .addCommand(buildAddCommand())
    .addCommand(buildRemoveCommand())
    .addCommand(buildExportCommand())
    .addCommand(buildEraseCommand())
}

function buildListCommand(): Command {
  const list = new Command('list')
    .description('the readers of a list, a page at a time')
    .addOption(statusOption())
    .addOption(new Option('--after <id>', 'go on behind this reader').default(''))
    .addOption(new Option('--count <number>', 'readers on a page').argParser(wholeNumber(1, 10_000)).default(50))
    .action(async (options: ListOptions & { status?: SubscriptionStatus; after: string; count: number }) => {
      await using app = await openAudienceApp(openCommandApp(options))
      const { list: slug, after, status, count: limit } = options
      const readers = await app.audience.listReaders({
        list: slug,
        after,
        limit,
        ...(status === undefined ? {} : { status }),
      })
      const counts = await app.audience.subscriptions.count(slug)
      if (options.json === true) return printJson({ list: slug, counts, readers })
      for (const { subscriber, subscription } of readers) {
        const { address, displayName = '' } = subscriber.mailbox
        print(toTerminalText(`${subscription.status.padEnd(12)}  ${address}  ${displayName}`))
      }
      print(
        `${counts.confirmed} confirmed, ${counts.unconfirmed} unconfirmed, ${counts.unsubscribed} unsubscribed on "${slug}".`,
      )
      const last = readers.at(-1)
      if (last && readers.length === limit) say(`More with --after ${last.subscriber.id}`)
    })
  return withListOptions(list)
}

function statusOption(): Option {
  return new Option('--status <status>', 'only these').choices(['unconfirmed', 'confirmed', 'unsubscribed'])
}

function buildShowCommand(): Command {
  const show = new Command('show')
    .description('everything that is known about one person')
    .argument('<address>', 'the address')
    .action(async (text: string, options: CommonOptions) => {
      await using app = await openAudienceApp(openCommandApp(options))
      printJson(await exportSubscriber(app.audience, getMailbox(text, 'The address').address))
    })
  return withCommonOptions(show)
}

function buildAddCommand(): Command {
  const add = new Command('add')
    .description('add somebody who asked you; their consent is on your word')
    .argument('<mailbox>', 'address, or Name <address>')
    .addOption(new Option('--consent <words>', 'how they asked, for the proof').default('added by hand'))
    .action(async (text: string, options: ListOptions & { consent: string }) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app, 'create')
      const now = app.clock.now()
      await readers.audience.ensureList({ slug: options.list, title: app.config.newsletter.name, createdAt: now })
      const mailbox = getMailbox(text, 'The mailbox')
      const subscription = await addSubscriber(readers.audience, {
        list: options.list,
        mailbox,
        source: options.consent,
        now,
      })
      if (options.json === true) return printJson(subscription)
      print(`${mailbox.address} is ${subscription.status} on "${options.list}".`)
    })
  return withListOptions(add)
}

function buildRemoveCommand(): Command {
  const remove = new Command('remove')
    .description('take somebody off a list, so that no import brings them back')
    .argument('<address>', 'the address')
    .action(async (text: string, options: ListOptions) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app)
      const { address } = getMailbox(text, 'The address')
      const { id } = await getSubscriber(readers.audience, address)
      const action = { list: options.list, subscriberId: id, now: app.clock.now(), source: 'operator' }
      const subscription = await unsubscribe(readers.audience, action)
      if (!subscription) throw new AppError('not_found', `${address} is not on the list "${options.list}".`)
      if (options.json === true) return printJson(subscription)
      print(`${address} is unsubscribed from "${options.list}".`)
    })
  return withListOptions(remove)
}

function buildExportCommand(): Command {
  const command = new Command('export')
    .description('a list as CSV, with consent; "subscribers import" reads it')
    .addOption(statusOption())
    .addOption(new Option('--raw', 'leave cells as they are that a spreadsheet would take for formulas'))
    .action(async (options: ListOptions & { status?: SubscriptionStatus; raw?: boolean }) => {
      await using app = await openAudienceApp(openCommandApp(options))
      const { list, status } = options
      if (options.json !== true) print(formatCsvLine(readerColumns))
      for await (const reader of eachReader(app.audience, { list, ...(status === undefined ? {} : { status }) })) {
        print(options.json === true ? JSON.stringify(reader) : formatCsvLine(formatReader(reader), options.raw))
      }
    })
  return withListOptions(command)
}

function buildEraseCommand(): Command {
  const erase = new Command('erase')
    .description('erase a person; only a hash of the address stays, so that no import brings them back')
    .argument('<address>', 'the address')
    .action(async (text: string, options: CommonOptions) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app, 'create')
      const { address } = getMailbox(text, 'The address')
      const erased = await eraseSubscriber(readers.audience, { address, now: app.clock.now() })
      if (options.json === true) return printJson({ erased })
      print(
        erased
          ? 'Erased. The hash of the address is suppressed for every list.'
          : 'There was nobody with this address; it is suppressed.',
      )
    })
  return withCommonOptions(erase)
}
