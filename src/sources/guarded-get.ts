/**
 * HTTP GET to places that others name, so that no name leads inside: only http and https on their own ports, the name
 * is resolved once and the connection goes to the address that was checked, every redirect is checked again, and
 * time, size and redirects are limited. What an operator allows by `host:port` is excepted.
 */
import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../errors.ts'
import { isPublicAddress } from './public-address.ts'

const mostRedirects = 3

/** An address behind a name. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** What limits a request, and what an operator allows beyond the public internet. */
export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly maxBytes: number
  /** `host:port` of servers that may be private or on other ports. */
  readonly allowedHosts?: readonly string[]
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>
}

/** An answer with its whole body. */
export interface GetResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  /** The address after redirects. */
  readonly url: string
}

/** Fetches an address; throws `invalid` where it may not be asked, `unavailable` where it does not answer. */
export async function getGuarded(address: string, options: GetOptions): Promise<GetResponse> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  let url = checkUrl(address, options)
  for (let redirects = 0; ; redirects++) {
    const response = await send(url, options, signal)
    const location = response.headers.location
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined)
      return readResponse(response, url, options)
    response.destroy()
    if (redirects >= mostRedirects)
      throw new AppError('invalid', `${address} redirects more than ${mostRedirects} times.`)
    const next = URL.parse(location, url.href)
    if (next === null) throw new AppError('invalid', `${address} redirects to "${location}", which is no address.`)
    url = checkUrl(next.href, options)
  }
}

function checkUrl(address: string, { allowedHosts = [] }: GetOptions): URL {
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new AppError('invalid', `"${address}" is not an http or https address.`)
  if (url.username !== '' || url.password !== '')
    throw new AppError('invalid', `${url.host}: an address with a user name or password is not fetched.`)
  if (url.port !== '' && !allowedHosts.includes(url.host))
    throw new AppError('invalid', `${address}: only the ports 80 and 443 are asked.`)
  return url
}

/** The address to connect to, checked; all of a name's addresses must be public, because any may be chosen. */
async function findAddress(url: URL, options: GetOptions): Promise<ResolvedAddress> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const literal = isIP(host)
  const resolve = options.resolve ?? ((name: string) => lookup(name, { all: true }))
  const found =
    literal > 0
      ? [{ address: host, family: literal }]
      : await resolve(host).catch((error: unknown) => {
          throw new AppError('unavailable', `The name ${host} cannot be resolved. Check the address and the network.`, {
            cause: error,
          })
        })
  const [first] = found
  if (first === undefined) throw new AppError('unavailable', `The name ${host} has no address.`)
  const isAllowed = options.allowedHosts?.includes(url.host) === true
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address))) {
    throw new AppError('invalid', `${host} is not on the public internet; it is not asked.`)
  }
  return first
}

async function send(url: URL, options: GetOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const checked = await findAddress(url, options)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = request(url.href, {
      agent: false,
      signal,
      headers: {
        accept: '*/*',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'courant (paper digests by mail)',
        ...options.headers,
      },
      // The connection goes to the address that was checked, whatever the name says a moment later.
      lookup: (_host, wanted, callback) =>
        wanted.all === true ? callback(null, [checked]) : callback(null, checked.address, checked.family),
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

async function readResponse(response: IncomingMessage, url: URL, { maxBytes }: GetOptions): Promise<GetResponse> {
  const chunks: Uint8Array[] = []
  let length = 0
  const body = decompress(response)
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength
      if (length > maxBytes)
        throw new AppError(
          'invalid',
          `${url.host} answers with more than ${Math.floor(maxBytes / 1024 / 1024)} MB, which no digest has.`,
        )
      chunks.push(chunk)
    }
  } catch (error) {
    response.destroy()
    if (error instanceof AppError) throw error
    throw new AppError('unavailable', `${url.host} broke off its answer, or took too long. Try again later.`, {
      cause: error,
    })
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks), url: url.href }
}

/** A broken connection must also end the stream that unpacks it. */
function decompress(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase()
  const unpack =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined
  if (unpack === undefined) return response
  response.on('error', (error) => unpack.destroy(error))
  return response.pipe(unpack)
}
