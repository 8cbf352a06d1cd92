import { InvalidArgumentError, Option, type Command } from 'commander'
import { openApp, type App } from '../app.ts'
import { parseMailbox, type Mailbox } from '../mail/address.ts'

/** Options that mean the same everywhere. */
export interface CommonOptions {
  readonly config?: string
  readonly json?: boolean
}

/** Adds `--config` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return command
    .addOption(new Option('--config <file>', 'settings file (default: courant.yaml, if there is one)'))
    .addOption(new Option('--json', 'print the result as JSON'))
}

/** Settings for a command, from `--config` and the environment. */
export function openCommandApp({ config }: CommonOptions): App {
  return openApp(config, process.env)
}

/** Argument parser for a whole number of at least `least`. */
export function wholeNumber(least: number, most = 1_000_000): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
    }
    return value
  }
}

/** Argument parser for an option that can be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value]
}

/** Argument parser for one mailbox: what cannot be one is wrong usage. */
export function readMailbox(text: string): Mailbox {
  const mailbox = parseMailbox(text)
  if (mailbox) return mailbox
  throw new InvalidArgumentError('It is no address. Write name@example.com or Name <name@example.com>.')
}

/** As readMailbox, for an option that can be given several times. */
export function collectMailbox(text: string, previous: readonly Mailbox[] = []): Mailbox[] {
  return [...previous, readMailbox(text)]
}
