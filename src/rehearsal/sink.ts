/**
 * An SMTP server on loopback that costs next to nothing: for simulations and benchmarks. It accepts everything unless told
 * otherwise, offers PIPELINING, and finds the end of a message by one search instead of reading its lines.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { createConversation } from './sink-conversation.ts'
import type { SinkOptions } from './sink-options.ts'

/** A running sink. */
export interface Sink extends AsyncDisposable {
  readonly port: number
  /** Messages answered with 250. */
  readonly count: number
  /** Connections that are open now. */
  readonly connections: number
  close(): Promise<void>
}

/** Starts the sink on a port of 127.0.0.1, a free one unless told. */
export async function openSink(options: SinkOptions = {}): Promise<Sink> {
  const sockets = new Set<Socket>()
  const state = { count: 0 }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    createConversation(socket, options, () => (state.count += 1))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', 1024, () => resolve())
  })
  const close = (): Promise<void> => closeServer(server, sockets)
  return {
    port: (server.address() as { port: number }).port,
    get count() {
      return state.count
    },
    get connections() {
      return sockets.size
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}
