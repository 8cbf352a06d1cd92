const largestCount = 1e9

/** A count as a source writes it (`84`, `"1,204"`, `"12.3k"`); undefined for what is not a finite number from 0 to 1e9. */
export function parseCount(value: unknown): number | undefined {
  const count = typeof value === 'string' ? parseCountText(value) : value
  return typeof count === 'number' && count >= 0 && count <= largestCount ? Math.round(count) + 0 : undefined
}

function parseCountText(text: string): number | undefined {
  const match = /^\+?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,6})?\s*([km])?$/i.exec(text.trim())
  if (match === null) return undefined
  const unit = { k: 1e3, m: 1e6 }[match[3]?.toLowerCase() ?? ''] ?? 1
  return Number((match[1] ?? '').replaceAll(',', '') + (match[2] ?? '')) * unit
}

/** The signals of an entry that are usable numbers, under the names that ranking knows; the others are left out. */
export function buildSignals(given: Readonly<Record<string, unknown>>): Record<string, number> {
  const signals: Record<string, number> = {}
  for (const [name, value] of Object.entries(given)) {
    const count = parseCount(value)
    if (count !== undefined && /^[a-z][A-Za-z]{0,30}$/.test(name)) signals[name] = count
  }
  return signals
}
