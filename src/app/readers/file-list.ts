/** The list that a schedule sends to: one of the store, or a file that is brought into a list before each issue. */
import type { App } from '../../app.ts'
import { openAudienceApp, type AudienceApp } from './audience.ts'
import { importInto, openInput } from './import.ts'
import type { Instant } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { addressKey, parseMailbox } from '../../mail/address.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { eachReader } from '../../subscribers/audience.ts'
import { leaveWithFile, returnWithFile } from '../../subscribers/follow-file.ts'
import type { ImportedRow } from '../../subscribers/import/import-file.ts'
import type { SubscriberId } from '../../subscribers/subscriber.ts'
import { getListSlug, type ListSlug } from '../../subscribers/subscription.ts'

/** The list that gets the issue; one that a file holds is brought up to date first. */
export async function prepareList({ name, list, subscribers }: Schedule, app: App): Promise<ListSlug> {
  if (subscribers === undefined) return getListSlug(list ?? name)
  const slug = getListSlug(name)
  await using readers = await openAudienceApp(app, 'create')
  await using input = await openInput(subscribers, {}, () => {})
  const named: Named = { all: new Set(), left: new Set() }
  await importInto(app, readers, input, {
    list: slug,
    fileName: subscribers,
    onRows: (rows) => rows.forEach((row) => addNamed(named, row)),
  })
  const now = app.clock.now()
  await removeAbsent(readers, { list: slug, now, named })
  await bringBack(readers, { list: slug, now, named })
  return slug
}

/** Keys of the addresses that the file names, and of those among them whom the import left gone. */
interface Named {
  readonly all: Set<string>
  readonly left: Set<string>
}

interface Following {
  readonly list: ListSlug
  readonly now: Instant
  readonly named: Named
}

/** Whom a record names: also one that cannot be used, because nobody leaves by a broken line. */
function addNamed({ all, left }: Named, { address, cells = [], outcome }: ImportedRow): void {
  for (const text of [address, ...cells]) {
    const mailbox = parseMailbox(text)
    if (!mailbox) continue
    all.add(addressKey(mailbox.address))
    if (outcome === 'suppressed') left.add(addressKey(mailbox.address))
  }
}

/** Takes off a list who is no longer in its file; a file that lacks many is taken for a broken one. */
async function removeAbsent({ audience }: AudienceApp, { list, now, named }: Following): Promise<void> {
  const gone: SubscriberId[] = []
  let count = 0
  for await (const { subscriber } of eachReader(audience, { list, status: 'confirmed' })) {
    count += 1
    if (!named.all.has(addressKey(subscriber.mailbox.address))) gone.push(subscriber.id)
  }
  if (gone.length > Math.max(5, count / 5)) {
    throw new AppError(
      'conflict',
      `The file of the list "${list}" lacks ${gone.length} of its ${count} readers, which looks like a broken file. Take them off with "courant subscribers remove", or mend the file.`,
    )
  }
  for (const subscriberId of gone) await leaveWithFile(audience, { list, subscriberId, now })
}

async function bringBack({ audience }: AudienceApp, { list, now, named }: Following): Promise<void> {
  const back: SubscriberId[] = []
  for await (const { subscriber } of eachReader(audience, { list, status: 'unsubscribed' }))
    if (named.left.has(addressKey(subscriber.mailbox.address))) back.push(subscriber.id)
  for (const subscriberId of back) await returnWithFile(audience, { list, subscriberId, now })
}
