/** Our own fast sink in a process of its own: prints its port, and at SIGTERM what it took and what that cost. */
import { openSink } from '../../../src/rehearsal/sink.ts'

const delayMs = Number(process.argv[2] ?? 0)
const sink = await openSink(delayMs > 0 ? { delayMs } : {})
process.stdout.write(`${sink.port}\n`)
process.on('SIGTERM', () => {
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ count: sink.count, cpuSeconds: (user + system) / 1e6 })}\n`)
  process.exit(0)
})
