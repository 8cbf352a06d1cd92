import { getSubscription, type Audience } from './audience.ts'
import type { ReaderAction } from './confirm.ts'
import { adjustProfile, normalizeProfile, normalizeWishes, type DeliveryWishes, type Profile } from './profile.ts'
import type { Subscription } from './subscription.ts'

/** Sets what a person wants to read and when. @throws AppError `invalid` or `not_found` */
export async function changePreferences(
  audience: Audience,
  action: ReaderAction & { profile: Profile; wishes: DeliveryWishes },
): Promise<Subscription> {
  const profile = normalizeProfile(action.profile)
  const wishes = normalizeWishes(action.wishes)
  return saveChange(audience, action, (there) => ({ ...there, profile, wishes }))
}

/** More or less like this: moves the weight of a topic, which the preferences page shows. @throws AppError `not_found` */
export function adjustPreferences(
  audience: Audience,
  action: ReaderAction & { topic: string; direction: 1 | -1 },
): Promise<Subscription> {
  const { topic, direction } = action
  return saveChange(audience, action, (there) => ({
    ...there,
    profile: adjustProfile(there.profile, topic, direction),
  }))
}

function saveChange(
  audience: Audience,
  action: ReaderAction,
  change: (there: Subscription) => Subscription,
): Promise<Subscription> {
  const { list, subscriberId, now } = action
  return audience.transaction(async (work) => {
    const changed = { ...change(await getSubscription(work, list, subscriberId)), actedAt: now }
    await work.subscriptions.save(changed)
    await work.subscriptions.record({ subscriberId, list, event: 'preferences', at: now })
    return changed
  })
}
