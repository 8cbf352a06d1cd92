/** The wiring of what is read: inputs of any kind in, one digest out. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { App } from '../app.ts'
import { maxDigestBytes } from '../digest/decoding/decode.ts'
import type { ParsedDigest } from '../digest/digest.ts'
import { mergeDigests } from '../digest/merge.ts'
import type { DigestFormat } from '../digest/formats.ts'
import { parseDigest } from '../digest/parse.ts'
import { createFileCache } from '../sources/answer-cache.ts'
import { enrichDigest, type EnrichmentSource } from '../sources/enrich.ts'
import { createFetcher, type Fetcher } from '../sources/fetcher.ts'
import { publicEndpoints } from '../sources/named-source.ts'
import { readInput, type InputContent } from '../sources/read-input.ts'
import { AppError } from '../errors.ts'
import { findSourcePlugin } from './plugins.ts'

/** arXiv asks for three seconds between requests (arXiv API terms of use). */
const intervalMs = 3000
const timeoutMs = 30_000

/** Choices of the reader of a digest. */
export interface DigestChoices {
  readonly format?: DigestFormat
  readonly enrich?: EnrichmentSource
  /** Leaves the TeX of a pasted page as the page has it. */
  readonly verbatim?: boolean
}

/** Reads and parses one or more inputs into one digest, and looks up what they do not say where that is asked for. */
export async function readDigest(app: App, inputs: readonly string[], choices: DigestChoices): Promise<ParsedDigest> {
  const fetcher = openFetcher(app)
  const reading = { maxBytes: maxDigestBytes, stdin: process.stdin, feeds: app.config.sources.feeds }
  const parsed: ParsedDigest[] = []
  for (const name of inputs) {
    const input = (await readPlugin(app, name)) ?? (await readInput(name, { ...reading, fetcher }))
    const format = choices.format ?? input.formatHint
    parsed.push(
      parseDigest(input, { today: app.today, verbatim: choices.verbatim ?? false, ...(format && { format }) }),
    )
  }
  const merged = mergeDigests(parsed)
  if (choices.enrich === undefined) return merged
  const options = { source: choices.enrich, fetcher, endpoints: publicEndpoints, today: app.today }
  const enriched = await enrichDigest(merged, options)
  return { ...enriched.parsed, matches: enriched.matches }
}

/** What a source of the settings gives; undefined when the input names none. @throws AppError when it fails */
async function readPlugin(app: App, name: string): Promise<InputContent | undefined> {
  const found = await findSourcePlugin(app, name)
  if (!found) return undefined
  const { content, format } = await found.plugin.read(found.words, { today: app.today }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('unavailable', `The source "${name}" failed: ${why}`, { cause })
  })
  return { source: name, content: Buffer.from(content), ...(format !== undefined && { formatHint: format }) }
}

function openFetcher({ config }: App): Fetcher {
  return createFetcher({
    timeoutMs,
    intervalMs,
    maxBytes: maxDigestBytes,
    allowedHosts: config.sources.allowedHosts,
    cache: createFileCache(config.sources.cache ?? join(homedir(), '.cache', 'courant')),
    pause: (ms) => setTimeout(ms),
    nowMs: Date.now,
  })
}
