/** How often each reader got something. */
export function countCopies(messages: readonly { readonly rcptTo: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { rcptTo } of messages) counts.set(rcptTo, (counts.get(rcptTo) ?? 0) + 1)
  return counts
}
