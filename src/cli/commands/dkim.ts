import { Command, Option } from 'commander'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { createDkimKey, formatDkimRecord, parseDkimKey, type DkimAlgorithm } from '../../delivery/dkim/dkim-key.ts'
import { UsageError } from '../../errors.ts'
import { domainOf } from '../../mail/address.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, writeNewFile } from '../output.ts'

interface GenerateOptions extends CommonOptions {
  readonly out: string
  readonly domain?: string
}

/** `courant dkim`: keys to sign with, and what DNS must say of them. */
export function buildDkimCommand(): Command {
  const generate = new Command('generate')
    .description('makes an RSA and an Ed25519 key and prints their DNS records')
    .addOption(
      new Option('--out <dir>', 'folder for the two private keys, which are never overwritten').default('dkim'),
    )
    .addOption(new Option('--domain <domain>', 'domain that signs; by default dkim.domain or that of the sender'))
    .action(generateKeys)
  return new Command('dkim').description('signatures of the mails').addCommand(withCommonOptions(generate))
}

async function generateKeys({ out, domain: asked, ...options }: GenerateOptions): Promise<void> {
  const { config, source } = openCommandApp(options)
  if (asked === undefined && config.dkim.domain === undefined && config.newsletter.from === undefined) {
    throw new UsageError('Which domain signs? Give --domain, or set dkim.domain or newsletter.from.')
  }
  const domain = asked ?? config.dkim.domain ?? domainOf(buildNewsletter(config, source).from.address)
  const kinds: readonly (readonly [DkimAlgorithm, string, string])[] = [
    ['rsa-sha256', config.dkim.selector, 'COURANT_DKIM_KEY_FILE'],
    ['ed25519-sha256', config.dkim.ed25519Selector, 'COURANT_DKIM_ED25519_KEY_FILE'],
  ]
  const made = []
  for (const [algorithm, selector, variable] of kinds) {
    const pem = createDkimKey(algorithm)
    const record = formatDkimRecord(parseDkimKey(pem, { domain, selector }))
    const file = await writeNewFile(`${out}/${selector}.pem`, pem)
    made.push({ ...record, file, variable })
  }
  if (options.json === true) printJson(made)
  else
    for (const { name, text, file, variable } of made) print(`${name} TXT ${quoteText(text)}\n  ${variable}=${file}\n`)
}

/** RFC 1035 §3.3: a character string holds at most 255 octets, and a longer text is several. */
function quoteText(text: string): string {
  return (text.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`).join(' ')
}
