/** HTTP GET by the rules of guarded requests, with its whole body; the size is limited before and after unpacking. */
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../errors.ts'
import { requestGuarded, type RequestOptions } from './guarded-request.ts'

/** What limits a request and its answer. */
export interface GetOptions extends RequestOptions {
  readonly maxBytes: number
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
  const { message, url, next } = await requestGuarded('GET', address, options)
  if (next !== undefined) throw new AppError('invalid', `${address} redirects more than three times.`)
  return readResponse(message, url, options)
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
