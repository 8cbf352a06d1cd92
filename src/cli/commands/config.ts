import { Command, Option } from 'commander'
import { formatSettings, listSecrets } from '../../config.ts'
import { formatConfigSchema } from '../../settings.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson } from '../output.ts'

/** `courant config print|schema`: the settings in force, and all there are. */
export function buildConfigCommand(): Command {
  const show = new Command('print').description('print the settings in force, without secrets').action(printConfig)
  const schema = new Command('schema')
    .description('print the JSON Schema of courant.yaml, for editors')
    .addOption(new Option('--json', 'the same: a schema is JSON'))
    .action(() => print(formatConfigSchema()))
  return new Command('config')
    .description('look at the settings')
    .addCommand(withCommonOptions(show))
    .addCommand(schema)
}

function printConfig(options: CommonOptions): void {
  const app = openCommandApp(options)
  if (options.json === true) printJson({ source: app.source, config: app.config, secrets: listSecrets(app.secrets) })
  else print(formatSettings(app))
}
