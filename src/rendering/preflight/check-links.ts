import { AppError } from '../../errors.ts'
import type { RenderedIssue } from '../rendering.ts'
import type { Finding } from './finding.ts'

/** What `--check-links` needs from the world. */
export interface LinkProbe {
  /** Asks an address and tells its HTTP status; rejects with `invalid` where it may not be asked, and when nothing answers. */
  readonly ask: (url: string) => Promise<number>
  /** Waits between two questions to one host. */
  readonly pause: (ms: number) => Promise<void>
  /** Called after each link. */
  readonly onAsked?: () => void
}

const hostsAtOnce = 6
const pauseMs = 1000

/**
 * Asks every link that is the same for all readers, each once; a personal link is never followed. A few hosts are asked
 * side by side, each of them one link after the other with a pause between, because a digest links to one host a lot.
 */
export async function checkReachability(rendered: RenderedIssue, probe: LinkProbe): Promise<Finding[]> {
  const hosts = [...Map.groupBy(listFixedLinks(rendered), (url) => URL.parse(url)?.host ?? '').values()]
  const findings: Finding[] = []
  const work = async (): Promise<void> => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const [index, url] of host.entries()) {
        if (index > 0) await probe.pause(pauseMs)
        findings.push(...(await askLink(url, probe)))
        probe.onAsked?.()
      }
    }
  }
  await Promise.all(Array.from({ length: hostsAtOnce }, work))
  return findings.toSorted((a, b) => (a.message < b.message ? -1 : 1))
}

/** The links that are the same for all readers, each once. */
export function listFixedLinks({ html }: RenderedIssue): string[] {
  const links = html.parts.flatMap((part) => [...part.matchAll(/href="(https?:[^"]*)"/g)].map(([, url = '']) => url))
  return [...new Set(links)].map(decodeReferences)
}

/** The character references that a template writes into an attribute. */
function decodeReferences(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&')
}

async function askLink(url: string, { ask }: LinkProbe): Promise<Finding[]> {
  const found = (code: string, message: string): Finding[] => [
    { severity: 'warning', code, message, where: { part: 'html', quote: url } },
  ]
  try {
    const status = await ask(url)
    // 403, 405 and 429 are what sites answer to programs; a reader gets the page.
    return status < 400 || [403, 405, 429].includes(status) ? [] : found('link.dead', `${url} answers ${status}.`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (error instanceof AppError && error.code === 'invalid') return found('link.unasked', `${url}: ${reason}`)
    return found('link.dead', `${url} does not answer: ${reason}`)
  }
}
