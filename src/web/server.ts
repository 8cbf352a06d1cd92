import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { AppError } from '../errors.ts'
import type { Pages } from './pages.ts'

/** A server that answers; disposing stops it as `close` does. */
export interface PageServer extends AsyncDisposable {
  /** The address it listens on: `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no new request, finishes what is under way, and what its replies left to do. */
  close(): Promise<void>
}

/** Longest times, in milliseconds, for a request and its header to arrive; who is slower keeps a socket for nothing. */
const patience = { requestMs: 15_000, headerMs: 10_000, checkEveryMs: 2000 }

/** Where to listen; tests have less patience. */
export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly patience?: typeof patience
}

/** Starts to listen. @throws AppError `unavailable` when the port is taken or not allowed */
export async function openPageServer(
  pages: Pages,
  { host, port, patience: { requestMs, headerMs, checkEveryMs } = patience }: ListenOptions,
): Promise<PageServer> {
  // The name is for programs of HTTP/1.0, which need not say one (RFC 9112 §3.2): load balancers that ask after our health.
  const answer = getRequestListener(pages.fetch, { overrideGlobalObjects: false, hostname: 'localhost' })
  const server = createServer(
    {
      requestTimeout: requestMs,
      headersTimeout: headerMs,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: checkEveryMs,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => void answer(request, response),
  )
  server.maxConnections = 2000
  await listen(server, host, port)
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
    })
    await pages.drain()
  }
  return { url: formatUrl(server.address() as AddressInfo), close, [Symbol.asyncDispose]: close }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message
      reject(
        new AppError('unavailable', `Cannot listen on ${host}:${port}: ${why}. Set web.host or web.port.`, {
          cause: error,
        }),
      )
    })
    server.listen(port, host, resolve)
  })
}

function formatUrl({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
