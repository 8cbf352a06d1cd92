import type { Standing, SubscriberSource } from './column.ts'
import { recognizers, type Recognizer } from './recognizers.ts'

/** The service whose columns these are; undefined when they could be anybody's. */
export function recognizeColumns(columns: readonly string[], asked?: SubscriberSource): Recognizer | undefined {
  if (asked !== undefined) return recognizers.find(({ source }) => source === asked)
  const present = new Set(columns)
  return recognizers.find(({ signs }) => signs.some((sign) => sign.every((column) => present.has(column))))
}

/**
 * Mailchimp tells the status by the file's name alone: `cleaned_members_export_….csv`. What a name says plainly is believed
 * of any file, but only Mailchimp calls bounced addresses cleaned.
 */
export function standingOfFileName(name: string, source?: SubscriberSource): Standing | undefined {
  const base = name
    .replace(/^.*[/\\]/, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
  if (/\b(?:unsubscribed?|unsubscribes|opt(?:ed)? ?outs?)\b/.test(base)) return 'unsubscribed'
  if (/\bbounce[sd]?\b/.test(base)) return 'bounced'
  if (/\bcomplain(?:ts|ed)\b/.test(base)) return 'complained'
  const isMailchimp = source === 'mailchimp' || /\b(?:members|audience|segment) export\b/.test(base)
  if (isMailchimp && /\bcleaned\b/.test(base)) return 'bounced'
  if (isMailchimp && /\barchived\b/.test(base)) return 'unsubscribed'
  return /\bnon ?subscribed\b/.test(base) ? 'unconfirmed' : undefined
}
