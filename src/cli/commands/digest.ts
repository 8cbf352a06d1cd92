import { Command } from 'commander'
import { readDigest, type DigestChoices } from '../../app/sources.ts'
import type { ParsedDigest } from '../../digest/digest.ts'
import { formatDigest } from '../digest-lines.ts'
import { withDigestOptions } from '../digest-options.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printPart } from '../output.ts'

/** `courant digest check`: what was understood of an input, and every problem with its line. */
export function buildDigestCommand(): Command {
  const check = new Command('check')
    .description('say what was understood of an input, and every problem with its line')
    .argument('<input...>', 'file, - for standard input, https address, or a named source')
    .option('--as-mailed', 'show texts as readers will see them, with the TeX of a pasted page turned into signs')
    .action(checkDigest)
  return new Command('digest').description('look at a digest').addCommand(withCommonOptions(withDigestOptions(check)))
}

interface CheckOptions extends CommonOptions, DigestChoices {
  readonly asMailed?: boolean
}

/** A pasted page is shown word for word, so that it can be held against the page. */
async function checkDigest(inputs: string[], options: CheckOptions): Promise<void> {
  const parsed = await readDigest(openCommandApp(options), inputs, { ...options, verbatim: options.asMailed !== true })
  if (options.json === true) {
    printParsed(parsed)
    return
  }
  print(formatDigest(parsed))
}

const entriesAtOnce = 200

/** The same text as if it were printed at once, but a large digest is never held in one piece as JSON. */
function printParsed({ format, confidence, digest, problems, matches }: ParsedDigest): void {
  const frame = { format, confidence, digest: { ...digest, entries: [] }, problems, matches }
  // Quotation marks inside texts are escaped, so these words stand only where they name the list.
  const [head = '', ...tail] = JSON.stringify(frame, undefined, 2).split('"entries": []')
  const { entries } = digest
  printPart(`${head}"entries": [`)
  for (let start = 0; start < entries.length; start += entriesAtOnce) {
    const lines = entries
      .slice(start, start + entriesAtOnce)
      .map((entry) => indent(JSON.stringify(entry, undefined, 2)))
    printPart(`${start === 0 ? '' : ','}${lines.join(',')}`)
  }
  print(`${entries.length === 0 ? '' : '\n    '}]${tail.join('"entries": []')}`)
}

function indent(json: string): string {
  return `\n      ${json.replaceAll('\n', '\n      ')}`
}
