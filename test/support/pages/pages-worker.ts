/** Pages in a thread of their own, so that a bench knows what the server alone uses: it answers any message with that. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'
import { openRunningPages } from './pages.ts'

const issueCount = 400
const running = await openRunningPages({ issueCount })
const page = Buffer.from(await (await fetch(`${running.url}/archive`)).arrayBuffer())
const bare = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(page)
}).listen(0, '127.0.0.1', () => {
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`
  parentPort?.postMessage({ url: running.url, bareUrl, issueCount, pageBytes: page.length }, [])
})
parentPort?.on('message', () => {
  const { user, system } = process.threadCpuUsage()
  parentPort?.postMessage((user + system) / 1e6, [])
})
