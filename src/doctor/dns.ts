import { Resolver } from 'node:dns/promises'
import { AppError } from '../errors.ts'

/**
 * Answers of the domain name system. A name that does not exist has no records.
 *
 * Every method throws an AppError `unavailable` when nobody answers.
 */
export interface Dns {
  /** TXT records, the strings of each joined (RFC 7208 §3.3, RFC 6376 §3.6.2.2). */
  txt(name: string): Promise<readonly string[]>
  /** IPv4 and IPv6 addresses. */
  addresses(name: string): Promise<readonly string[]>
  /** Names of an address. */
  names(address: string): Promise<readonly string[]>
}

/** The machine's resolver; five seconds for an answer. */
export function createSystemDns(): Dns {
  const resolver = new Resolver({ timeout: 2500, tries: 2 })
  return {
    txt: async (name) => (await ask(name, () => resolver.resolveTxt(name))).map((strings) => strings.join('')),
    addresses: async (name) => [
      ...(await ask(name, () => resolver.resolve4(name))),
      ...(await ask(name, () => resolver.resolve6(name))),
    ],
    names: (address) => ask(address, () => resolver.reverse(address)),
  }
}

async function ask<Answer>(name: string, query: () => Promise<Answer[]>): Promise<Answer[]> {
  try {
    return await query()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw new AppError('unavailable', `No name server answers for ${name} (${code ?? 'unknown error'}).`, {
      cause: error,
    })
  }
}
