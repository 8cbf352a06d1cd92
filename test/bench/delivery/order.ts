/** What a process that sends is told, as JSON in its first argument. */
interface Order {
  readonly port: number
  readonly count: number
  readonly connections: number
  readonly keys: readonly { readonly pem: string; readonly selector: string }[]
}

/** The order of this process. */
export const order = JSON.parse(process.argv[2] ?? '{}') as Order
