import type { SiteView } from './site-view.ts'

/** An item of a feed; times as RFC 3339 and as RFC 5322 (with years of four digits, as RSS wants them). */
export interface FeedEntryView {
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly html: string
  readonly published: string
  readonly publishedMailDate: string
}

/** A feed, whichever its format. */
export interface FeedView {
  readonly site: SiteView
  readonly homeUrl: string
  readonly selfUrl: string
  readonly description: string
  readonly updated: string
  readonly updatedMailDate: string
  readonly entries: readonly FeedEntryView[]
}
