import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { RenderedIssue } from '../rendering/rendering.ts'

/** A rendering as it is kept, a tenth of its size: markup repeats itself, and a sending may have thousands. */
export function packRendering(rendered: RenderedIssue): Uint8Array {
  return deflateRawSync(JSON.stringify(rendered), { level: 1 })
}

/** The rendering that was packed. */
export function unpackRendering(octets: Uint8Array): RenderedIssue {
  return JSON.parse(inflateRawSync(octets).toString()) as RenderedIssue
}
