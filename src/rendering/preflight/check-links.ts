import type { RenderedIssue } from '../rendering.ts'
import type { Finding } from './finding.ts'

/** Asks an address and tells its HTTP status; rejects when nothing answers. The port for `--check-links`. */
export type ProbeLink = (url: string) => Promise<number>

const atOnce = 6

/** Asks every link that is the same for all readers, a few at once, each once; a personal link is never followed. */
export async function checkReachability(rendered: RenderedIssue, probe: ProbeLink): Promise<Finding[]> {
  const waiting = listFixedLinks(rendered)
  const findings: Finding[] = []
  const work = async (): Promise<void> => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const problem = await probeLink(url, probe)
      if (problem) findings.push(problem)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return findings.toSorted((a, b) => (a.message < b.message ? -1 : 1))
}

function listFixedLinks({ html }: RenderedIssue): string[] {
  const links = html.parts.flatMap((part) => [...part.matchAll(/href="(https?:[^"]*)"/g)].map(([, url = '']) => url))
  return [...new Set(links)].map((url) => url.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
}

async function probeLink(url: string, probe: ProbeLink): Promise<Finding | undefined> {
  const where = { part: 'html', quote: url } as const
  try {
    const status = await probe(url)
    // 403, 405 and 429 are what sites answer to programs; a reader gets the page.
    if (status < 400 || [403, 405, 429].includes(status)) return undefined
    return { severity: 'warning', code: 'link.dead', message: `${url} answers ${status}.`, where }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { severity: 'warning', code: 'link.dead', message: `${url} does not answer (${reason}).`, where }
  }
}
