import { Command } from 'commander'
import { backUpStore, openStoreToMigrate } from '../../app/store.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson } from '../output.ts'

/** `courant migrate`: brings the schema up to date. */
export function buildMigrateCommand(): Command {
  const migrate = new Command('migrate')
    .description('bring the database up to date; SQLite does it by itself')
    .action(async (options: CommonOptions) => {
      await using store = await openStoreToMigrate(openCommandApp(options))
      const steps = await store.migrate()
      const { version } = await store.state()
      if (options.json === true)
        return printJson({ version, applied: steps.map(({ number, name }) => ({ number, name })) })
      for (const { number, name } of steps) print(`Step ${number}, ${name}: done.`)
      print(`The schema is at step ${version}.`)
    })
  return withCommonOptions(migrate)
}

/** `courant backup`: copies the database while others use it. */
export function buildBackupCommand(): Command {
  const backup = new Command('backup')
    .description('copy the SQLite database to a new file while others read and write it')
    .argument('<file>', 'the new file')
    .action(async (file: string, options: CommonOptions) => {
      await backUpStore(openCommandApp(options), file)
      if (options.json === true) return printJson({ file })
      print(`${file} holds the whole database.`)
    })
  return withCommonOptions(backup)
}
