import type { Look } from './studio.ts'

/**
 * The HTML part as a client with such settings shows it. With everything at its default these are the octets that are
 * sent; a fixed scheme answers the mail's own media query, and `style` off drops what some clients drop.
 */
export function buildFrame(html: string, { scheme, style }: Look): string {
  const styled = style === 'off' ? html.replace(/<style[\s\S]*?<\/style>/gi, '') : html
  if (scheme === 'auto') return styled
  return styled.replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
}

/** What a mail may do in its frame: show itself and its pictures; no script, no form, no navigation. */
export function framePolicy({ images }: Look): string {
  const pictures = images === 'off' ? "'none'" : 'https: data:'
  return `default-src 'none'; style-src 'unsafe-inline'; img-src ${pictures}; frame-ancestors 'self'; sandbox allow-same-origin`
}
