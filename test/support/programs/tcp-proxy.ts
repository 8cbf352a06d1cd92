import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What goes wrong on the way of one connection. */
export interface Trouble {
  /** Each piece is held back for so many milliseconds. */
  readonly delayMs?: number
  /** Octets from the server after which the connection is reset. */
  readonly resetAfter?: number
  /** The connection is taken and nothing is ever passed on. */
  readonly blackHole?: boolean
}

/** A network between a client and a server. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  readonly connections: () => number
}

/** Passes connections on to a port of this machine, each with the trouble that `troubleOf` has for its number. */
export async function openTcpProxy(target: number, troubleOf: (connection: number) => Trouble): Promise<TcpProxy> {
  let count = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const trouble = troubleOf((count += 1))
    open.add(client)
    client.on('error', () => undefined).on('close', () => open.delete(client))
    if (trouble.blackHole !== true) passOn(client, connect(target, '127.0.0.1'), trouble)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function passOn(client: Socket, upstream: Socket, { delayMs = 0, resetAfter = Infinity }: Trouble): void {
  let passed = 0
  const later = (work: () => void): void => void (delayMs === 0 ? work() : setTimeout(work, delayMs))
  const reset = (): void => {
    client.resetAndDestroy()
    upstream.resetAndDestroy()
  }
  upstream.on('error', () => client.destroy()).on('close', () => later(() => client.end()))
  client.on('close', () => upstream.destroy())
  client.on('data', (piece) => later(() => void upstream.write(piece)))
  upstream.on('data', (piece) => {
    const rest = resetAfter - passed
    passed += piece.length
    later(() => void client.write(piece.subarray(0, Math.max(rest, 0)), () => passed > resetAfter && reset()))
  })
}
