/** The list that a schedule sends to: one of the store, or a file that is brought into a list before each issue. */
import type { App } from '../../app.ts'
import { openAudienceApp, type AudienceApp } from './audience.ts'
import { importInto, openInput } from './import.ts'
import type { Instant } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { addressKey, parseMailbox } from '../../mail/address.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { eachReader } from '../../subscribers/audience.ts'
import type { ImportedRow } from '../../subscribers/import/import-file.ts'
import type { SubscriberId } from '../../subscribers/subscriber.ts'
import { getListSlug, type ListSlug } from '../../subscribers/subscription.ts'
import { unsubscribe } from '../../subscribers/unsubscribe.ts'

/** The list that gets the issue; one that a file holds is brought up to date first. */
export async function prepareList({ name, list, subscribers }: Schedule, app: App): Promise<ListSlug> {
  if (subscribers === undefined) return getListSlug(list ?? name)
  const slug = getListSlug(name)
  await using readers = await openAudienceApp(app)
  await using input = await openInput(subscribers, {}, () => {})
  const there = new Set<string>()
  await importInto(app, readers, input, {
    list: slug,
    fileName: subscribers,
    onRows: (rows) => rows.forEach((row) => listNamed(row).forEach((key) => there.add(key))),
  })
  await removeAbsent(readers, { list: slug, there, now: app.clock.now() })
  return slug
}

/** Whom a record names: also one that cannot be used, because nobody leaves by a broken line. */
function listNamed({ address, cells = [] }: ImportedRow): string[] {
  return [address, ...cells].flatMap((text) => parseMailbox(text)?.address ?? []).map(addressKey)
}

/** Takes off a list who is no longer in its file; a file that lacks many is taken for a broken one. */
async function removeAbsent(
  { audience }: AudienceApp,
  { list, there, now }: { readonly list: ListSlug; readonly there: ReadonlySet<string>; readonly now: Instant },
): Promise<void> {
  const gone: SubscriberId[] = []
  let count = 0
  for await (const { subscriber } of eachReader(audience, { list, status: 'confirmed' })) {
    count += 1
    if (!there.has(addressKey(subscriber.mailbox.address))) gone.push(subscriber.id)
  }
  if (gone.length > Math.max(5, count / 5)) {
    throw new AppError(
      'conflict',
      `The file of the list "${list}" lacks ${gone.length} of its ${count} readers, which looks like a broken file. Take them off with "courant subscribers remove", or mend the file.`,
    )
  }
  for (const subscriberId of gone)
    await unsubscribe(audience, { list, subscriberId, now, source: 'gone from the file' })
}
