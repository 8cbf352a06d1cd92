import type { Insertable, Selectable } from 'kysely'
import type { Instant } from '../clock.ts'
import { plainProfile, plainWishes, type DeliveryWishes, type Profile } from '../subscribers/profile.ts'
import type { SubscriberId } from '../subscribers/subscriber.ts'
import type {
  Consent,
  ListSlug,
  Subscription,
  SubscriptionRecord,
  SubscriptionStatus,
} from '../subscribers/subscription.ts'
import { optional } from './absent.ts'
import type { SubscriptionRecordsTable, SubscriptionsTable } from './tables/reader-tables.ts'

/** The noun as a row; its history of selections is written by sendings alone. */
export function fromSubscription(
  subscription: Subscription,
  profileKey: string,
): Insertable<SubscriptionsTable> & Omit<SubscriptionsTable, 'history_key'> {
  const { consent } = subscription
  return {
    list_slug: subscription.list,
    subscriber_id: subscription.subscriberId,
    status: subscription.status,
    changed_at: subscription.changedAt,
    confirmed_at: subscription.confirmedAt ?? null,
    acted_at: subscription.actedAt ?? null,
    consent_method: consent.method,
    consent_at: consent.at ?? null,
    consent_ip: consent.ip ?? null,
    consent_source: consent.source ?? null,
    consent_wording: consent.wording ?? null,
    tags: subscription.tags.length === 0 ? null : JSON.stringify(subscription.tags),
    profile_key: profileKey,
    wishes: formatWishes(subscription.wishes),
    import_id: subscription.importId ?? null,
    confirmation_count: subscription.confirmationCount,
    confirmation_sent_at: subscription.confirmationSentAt ?? null,
  } as Insertable<SubscriptionsTable> & Omit<SubscriptionsTable, 'history_key'>
}

function formatWishes(wishes: DeliveryWishes): string | null {
  const text = JSON.stringify(wishes)
  return text === JSON.stringify(plainWishes) ? null : text
}

type SubscriptionRow = Selectable<SubscriptionsTable> & { profile_body: string | null }

/** A row as the noun. */
export function toSubscription(row: SubscriptionRow): Subscription {
  return {
    subscriberId: row.subscriber_id as SubscriberId,
    list: row.list_slug as ListSlug,
    status: row.status as SubscriptionStatus,
    changedAt: row.changed_at as Instant,
    ...optional('confirmedAt', row.confirmed_at as Instant | null),
    ...optional('actedAt', row.acted_at as Instant | null),
    consent: {
      method: row.consent_method as Consent['method'],
      ...optional('at', row.consent_at as Instant | null),
      ...optional('ip', row.consent_ip),
      ...optional('source', row.consent_source),
      ...optional('wording', row.consent_wording),
    },
    tags: parseTagList(row.tags),
    profile: row.profile_body === null ? plainProfile : (JSON.parse(row.profile_body) as Profile),
    wishes: row.wishes === null ? plainWishes : (JSON.parse(row.wishes) as DeliveryWishes),
    ...optional('importId', row.import_id),
    confirmationCount: row.confirmation_count,
    ...optional('confirmationSentAt', row.confirmation_sent_at as Instant | null),
  }
}

/** The column of tags as a list. */
export function parseTagList(text: string | null): readonly string[] {
  return text === null ? [] : (JSON.parse(text) as string[])
}

/** A line of the history of proof as a row. */
export function fromRecord(event: SubscriptionRecord): Insertable<SubscriptionRecordsTable> {
  return {
    subscriber_id: event.subscriberId,
    list_slug: event.list,
    event: event.event,
    at: event.at,
    ip: event.ip ?? null,
    source: event.source ?? null,
    wording: event.wording ?? null,
  }
}

/** A row as a line of the history of proof. */
export function toRecord(row: Selectable<SubscriptionRecordsTable>): SubscriptionRecord {
  return {
    subscriberId: row.subscriber_id as SubscriberId,
    list: row.list_slug as ListSlug,
    event: row.event as SubscriptionRecord['event'],
    at: row.at as Instant,
    ...optional('ip', row.ip),
    ...optional('source', row.source),
    ...optional('wording', row.wording),
  }
}
