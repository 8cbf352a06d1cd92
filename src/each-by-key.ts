/** How a list is read page by page. */
export interface Paging<Row, Key> {
  /** The first page is behind this one. */
  readonly after: Key
  readonly keyOf: (row: Row) => Key
  /** Most rows of a page. @default 1000 */
  readonly limit?: number
}

/**
 * Every row of a list, of which one page at a time is in memory. Each page is behind the last key of the one before, so
 * that rows which come and go meanwhile shift nothing.
 *
 * @param readPage the rows behind a key in the order of their keys, at most `limit`
 */
export async function* eachByKey<Row, Key>(
  readPage: (page: { readonly after: Key; readonly limit: number }) => Promise<readonly Row[]>,
  { after, keyOf, limit = 1000 }: Paging<Row, Key>,
): AsyncGenerator<Row> {
  for (let key = after; ;) {
    const page = await readPage({ after: key, limit })
    for (const row of page) yield row
    const last = page.at(-1)
    if (last === undefined || page.length < limit) return
    key = keyOf(last)
  }
}
