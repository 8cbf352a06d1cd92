/**
 * HTTP requests to places that others name, so that no name leads inside: only http and https on their own ports, the
 * name is resolved once and the connection goes to the addresses that were checked, every redirect is checked again,
 * and time and redirects are limited. What an operator allows by `host:port` is excepted.
 */
import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { AppError } from '../errors.ts'
import { isPublicAddress } from './public-address.ts'

const mostRedirects = 3

/** An address behind a name. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** What limits a request, and what an operator allows beyond the public internet. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** For the whole of it, redirects included. */
  readonly timeoutMs: number
  /** `host:port` of servers that may be private or on other ports. */
  readonly allowedHosts?: readonly string[]
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>
}

/** An answer of which the body is not read yet. */
export interface OpenResponse {
  readonly message: IncomingMessage
  /** The address after redirects. */
  readonly url: URL
  /** Where it redirects to once more than is followed. */
  readonly next?: string
}

/** Asks an address; throws `invalid` where it may not be asked, `unavailable` where it does not answer. */
export async function requestGuarded(
  method: 'GET' | 'HEAD',
  address: string,
  options: RequestOptions,
): Promise<OpenResponse> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  let url = checkUrl(address, options)
  for (let redirects = 0; ; redirects++) {
    const message = await send(method, url, { ...options, signal })
    const next = findRedirect(message)
    if (next === undefined) return { message, url }
    message.destroy()
    if (redirects >= mostRedirects) return { message, url, next }
    const target = URL.parse(next, url.href)
    if (target === null) throw new AppError('invalid', `${address} redirects to "${next}", which is no address.`)
    url = checkUrl(target.href, options)
  }
}

function findRedirect({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? headers.location : undefined
}

function checkUrl(address: string, { allowedHosts = [] }: RequestOptions): URL {
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new AppError('invalid', `"${address}" is not an http or https address.`)
  if (url.username !== '' || url.password !== '')
    throw new AppError('invalid', `${url.host}: an address with a user name or password is not fetched.`)
  if (url.port !== '' && !allowedHosts.includes(url.host))
    throw new AppError('invalid', `${address}: only the ports 80 and 443 are asked.`)
  return url
}

/** The addresses to connect to; all of a name's addresses must be public, because any may be chosen. */
async function findAddresses(url: URL, options: SendOptions): Promise<readonly ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const literal = isIP(host)
  const found = literal > 0 ? [{ address: host, family: literal }] : await resolveName(host, options)
  if (found.length === 0) throw new AppError('unavailable', `The name ${host} has no address.`)
  const isAllowed = options.allowedHosts?.includes(url.host) === true
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address))) {
    throw new AppError('invalid', `${host} is not on the public internet; it is not asked.`)
  }
  return found
}

interface SendOptions extends RequestOptions {
  readonly signal: AbortSignal
}

/** A name server that never answers must not outlast the time of the request. */
async function resolveName(host: string, options: SendOptions): Promise<readonly ResolvedAddress[]> {
  const resolve = options.resolve ?? ((name: string) => lookup(name, { all: true }))
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(options.signal.reason as Error)
  options.signal.addEventListener('abort', stop)
  try {
    return await Promise.race([resolve(host), timeout])
  } catch (error) {
    const message = `The name ${host} cannot be resolved. Check the address and the network.`
    throw new AppError('unavailable', message, { cause: error })
  } finally {
    options.signal.removeEventListener('abort', stop)
  }
}

async function send(method: string, url: URL, options: SendOptions): Promise<IncomingMessage> {
  const checked = await findAddresses(url, options)
  const [first = { address: '', family: 0 }] = checked
  const { signal } = options
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = request(url.href, {
      method,
      agent: false,
      signal,
      headers: {
        accept: '*/*',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'courant (paper digests by mail)',
        ...options.headers,
      },
      // The connection goes to an address that was checked, whatever the name says a moment later.
      lookup: (_host, wanted, callback) =>
        wanted.all === true ? callback(null, [...checked]) : callback(null, first.address, first.family),
    })
    outgoing.on('response', resolve)
    outgoing.on('error', (error) => reject(describeFailure(url, error, signal)))
    outgoing.end()
  })
}

function describeFailure(url: URL, error: Error, signal: AbortSignal): AppError {
  const reason = signal.aborted
    ? 'did not answer in time'
    : `cannot be reached (${'code' in error ? String(error.code) : error.message})`
  return new AppError('unavailable', `${url.host} ${reason}. Try again later.`, { cause: error })
}
