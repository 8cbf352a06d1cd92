import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createStudio } from './app.ts'
import type { StudioSource } from './studio.ts'

/** A studio that answers. */
export interface OpenStudio {
  /** Its address, with the token that opens it. */
  readonly url: string
  close(): Promise<void>
}

/** Opens the studio on loopback; port 0 takes a free one. Its token is new each time. */
export async function openStudio(source: StudioSource, { port = 0 } = {}): Promise<OpenStudio> {
  const token = randomBytes(18).toString('base64url')
  const server = serve({ fetch: createStudio(source, token).fetch, hostname: '127.0.0.1', port })
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}/${token}/`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      // Pages keep a stream of changes open; nobody waits for them.
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
