import type { Store } from '../../../src/store/open.ts'

/** Puts `count` confirmed invented readers on a list; `addresses` names the first ones. */
export async function addReaders(
  { db }: Store,
  list: string,
  { count, addresses = [] }: { readonly count: number; readonly addresses?: readonly string[] },
): Promise<void> {
  const at = '2026-11-23T07:00:00Z'
  const numbers = Array.from({ length: count }, (_, index) => index)
  const idOf = (index: number): string => `01reader${String(index).padStart(18, '0')}`
  for (let start = 0; start < count; start += 500) {
    const page = numbers.slice(start, start + 500)
    const people = page.map((index) => {
      const address = addresses[index] ?? `reader${index}@example.com`
      return {
        id: idOf(index),
        address,
        address_key: address,
        name: `Reader ${index}`,
        created_at: at,
        import_id: null,
      }
    })
    await db.insertInto('subscribers').values(people).execute()
    const subscriptions = page.map((index) => ({
      list_slug: list,
      subscriber_id: idOf(index),
      status: 'confirmed',
      changed_at: at,
      consent_method: 'manual',
      profile_key: '',
      history_key: '',
      confirmation_count: 0,
    }))
    await db.insertInto('subscriptions').values(subscriptions).execute()
  }
}
