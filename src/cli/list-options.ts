import { InvalidArgumentError, Option, type Command } from 'commander'
import { getListSlug, type ListSlug } from '../subscribers/subscription.ts'
import { withCommonOptions, type CommonOptions } from './options.ts'

/** The list that is meant when none is named. */
const defaultList = getListSlug('main')

/** Options of commands about one list. */
export interface ListOptions extends CommonOptions {
  readonly list: ListSlug
}

/** Adds `--list`, `--config` and `--json`. */
export function withListOptions(command: Command): Command {
  const list = new Option('--list <slug>', 'name of the list').argParser(parseSlug).default(defaultList)
  return withCommonOptions(command.addOption(list))
}

/** Options of commands about one list, or about all of them. */
export interface OptionalListOptions extends CommonOptions {
  readonly list?: ListSlug
}

/** Adds `--list` without a default, `--config` and `--json`. */
export function withOptionalList(command: Command): Command {
  return withCommonOptions(
    command.addOption(new Option('--list <slug>', 'for this list only; else for every list').argParser(parseSlug)),
  )
}

/** Argument parser for the name of a list. */
export function parseSlug(text: string): ListSlug {
  try {
    return getListSlug(text)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}
