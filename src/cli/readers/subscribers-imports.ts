import { Command, Option } from 'commander'
import { openAudienceApp } from '../../app/readers/audience.ts'
import { openCommandApp, wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, say, toTerminalText } from '../output.ts'

/** `courant subscribers undo`: takes an import back. */
export function buildUndoCommand(): Command {
  const undo = new Command('undo')
    .description('take an import back, but for those who acted since')
    .argument('<import-id>', 'number of the import, from "subscribers imports"', wholeNumber(1, 2 ** 31))
    .action(async (importId: number, options: CommonOptions) => {
      const app = openCommandApp(options)
      await using readers = await openAudienceApp(app)
      const counts = await readers.imports.undo(importId, app.clock.now())
      if (options.json === true) return printJson(counts)
      print(
        `${counts.removed} removed, ${counts.restored} as before, ${counts.suppressions} suppressions taken back, ${counts.kept} kept because they acted since.`,
      )
    })
  return withCommonOptions(undo)
}

/** `courant subscribers imports`: what was imported. */
export function buildImportsCommand(): Command {
  const imports = new Command('imports')
    .description('the last imports, newest first')
    .addOption(new Option('--count <number>', 'how many').argParser(wholeNumber(1, 1000)).default(20))
    .action(async (options: CommonOptions & { count: number }) => {
      await using readers = await openAudienceApp(openCommandApp(options))
      const runs = await readers.imports.listRecent(options.count)
      if (options.json === true) return printJson(runs)
      if (runs.length === 0) say('Nothing was imported yet.')
      for (const { id, startedAt, list, source, fileName, counts, undoneAt } of runs) {
        const added = counts ? `${counts.added} added` : ''
        print(
          toTerminalText(
            `${id}  ${startedAt}  ${list}  ${source}  ${fileName}  ${added}${undoneAt ? `, undone ${undoneAt}` : ''}`,
          ),
        )
      }
    })
  return withCommonOptions(imports)
}
