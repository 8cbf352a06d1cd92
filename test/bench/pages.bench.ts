/** How many pages one core serves: requests per second of CPU time of the server's thread, beside Node's bare server. */
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { Worker } from 'node:worker_threads'

interface Ready {
  readonly url: string
  readonly bareUrl: string
  readonly issueCount: number
  readonly pageBytes: number
}

const connections = 16
const requestCount = 6000

/** Prints rates and their ratio to the baseline; the load comes from another thread and is not counted. */
export async function run(): Promise<void> {
  const worker = new Worker(new URL('../support/pages/pages-worker.ts', import.meta.url))
  const [ready] = (await once(worker, 'message')) as [Ready]
  const { url, bareUrl, issueCount, pageBytes } = ready
  const cold = Array.from({ length: issueCount }, (_, index) => `${url}/issues/${index + 1}.bib`)
  const measure = (urls: readonly string[], headers = {}): Promise<Rate> => measureRate(worker, urls, headers)
  await measure(repeat(`${url}/archive`, 2000))
  const bare = await measure(repeat(`${bareUrl}/`, requestCount))
  print(`Node's bare server, the same ${pageBytes} octets`, bare, bare)
  print('archive', await measure(repeat(`${url}/archive`, requestCount)), bare)
  print('archive, zipped', await measure(repeat(`${url}/archive`, requestCount), { 'accept-encoding': 'gzip' }), bare)
  print('issue', await measure(repeat(`${url}/issues/1`, requestCount)), bare)
  print('feed', await measure(repeat(`${url}/feed.xml`, requestCount)), bare)
  print('references of issues that are not in memory', await measure(cold), bare)
  print('sign-up form, made for each', await measure(repeat(`${url}/subscribe`, requestCount / 3)), bare)
  await worker.terminate()
}

interface Rate {
  readonly perSecond: number
  readonly perCpuSecond: number
}

async function measureRate(worker: Worker, urls: readonly string[], headers: object): Promise<Rate> {
  using agent = new DisposableAgent()
  const before = await readCpuSeconds(worker)
  const started = performance.now()
  const waiting = [...urls]
  const work = async (): Promise<void> => {
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) await request(url, agent, headers)
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - started) / 1000
  return { perSecond: urls.length / seconds, perCpuSecond: urls.length / ((await readCpuSeconds(worker)) - before) }
}

class DisposableAgent extends Agent {
  constructor() {
    super({ keepAlive: true, maxSockets: connections })
  }

  [Symbol.dispose](): void {
    this.destroy()
  }
}

async function request(url: string, agent: Agent, headers: object): Promise<void> {
  const [response] = (await once(get(url, { agent, headers: { ...headers } }), 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`)
}

async function readCpuSeconds(worker: Worker): Promise<number> {
  const ask = { cpu: true }
  worker.postMessage(ask, [])
  const [seconds] = (await once(worker, 'message')) as [number]
  return seconds
}

function repeat(url: string, count: number): string[] {
  return Array.from({ length: count }, () => url)
}

function print(what: string, { perSecond, perCpuSecond }: Rate, base: Rate): void {
  const figures = [
    `${Math.round(perCpuSecond)} a second of one core`,
    `${Math.round(perSecond)} a second`,
    `${(perCpuSecond / base.perCpuSecond).toFixed(2)} of the bare server`,
  ]
  process.stdout.write(`${what.padEnd(52)} ${figures.map((figure) => figure.padStart(28)).join('')}\n`)
}
