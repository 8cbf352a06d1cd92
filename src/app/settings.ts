/** The wiring of single settings: what is made of them where they are used, and whose fault it is when that fails. */
import type { App } from '../app.ts'
import { AppError, ConfigError } from '../errors.ts'
import { getMailbox, type AddrSpec } from '../mail/address.ts'
import { parseTokenKeys, type TokenKeyRing } from '../subscribers/token.ts'

/** Makes something of a setting. @throws ConfigError where the value is wrong */
export function readSetting<Value>({ source }: Pick<App, 'source'>, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof ConfigError || !(error instanceof AppError) || error.code !== 'invalid') throw error
    throw new ConfigError(source, [error.message])
  }
}

/** The address in a setting. @throws ConfigError */
export function readAddressSetting(app: Pick<App, 'source'>, text: string, setting: string): AddrSpec {
  return readSetting(app, () => getMailbox(text, setting)).address
}

/** The keys that sign links. @throws ConfigError */
export function readTokenKeys(app: Pick<App, 'source'>, secret: string): TokenKeyRing {
  return readSetting(app, () => parseTokenKeys(secret))
}
