import { Command, Option } from 'commander'
import { copyTemplates } from '../../app-preview.ts'
import { withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson } from '../output.ts'

interface InitOptions extends CommonOptions {
  readonly templates: string
}

/** `courant init`: files to start from. */
export function buildInitCommand(): Command {
  const init = new Command('init')
    .description('write files to start from: a copy of the templates to change')
    .addOption(new Option('--templates <dir>', 'copy the templates into this new folder').makeOptionMandatory())
    .action(initFiles)
  return withCommonOptions(init)
}

async function initFiles({ templates, json }: InitOptions): Promise<void> {
  const files = await copyTemplates(templates)
  if (json === true) printJson({ files })
  else
    print(
      `${files.join('\n')}\nSet rendering.templates to "${templates}" to use them; what you delete comes from the package.`,
    )
}
