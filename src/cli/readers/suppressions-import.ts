import { Command } from 'commander'
import { openAudienceApp, type AudienceApp } from '../../app/readers/audience.ts'
import { openInput } from '../../app/readers/import.ts'
import type { Instant } from '../../clock.ts'
import { suppressionReasonOf } from '../../subscribers/import/decide.ts'
import type { OpenSubscriberFile, ReadRow } from '../../subscribers/import/subscriber-file.ts'
import { suppressAddress } from '../../subscribers/manage.ts'
import { getListSlug, type ListSlug } from '../../subscribers/subscription.ts'
import { withOptionalList, type OptionalListOptions } from '../list-options.ts'
import { openCommandApp } from '../options.ts'
import { print, printJson, say } from '../output.ts'

/** `courant suppressions import`: a file of addresses that are never mailed. */
export function buildSuppressionsImportCommand(): Command {
  const command = new Command('import')
    .description('suppress every address of a file, with the reason it tells')
    .argument('<file>', 'CSV, JSON or a list of addresses; - for standard input')
    .action(async (path: string, options: OptionalListOptions) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app, 'create')
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
  return withOptionalList(command)
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
