import type { IssueView } from '../rendering/views/issue-view.ts'
import type { PaperView } from '../rendering/views/paper-view.ts'
import type { FeedView } from './feed-view.ts'
import type { PreferencesView } from './preferences/preferences-view.ts'
import type { SiteView } from './site-view.ts'

/** What every page needs for its head; `open` pages are for everybody and carry the large masthead. */
export interface HeadView {
  readonly site: SiteView
  readonly title: string
  readonly open: boolean
  /** Line under the masthead. */
  readonly strapline: string
}

/** A line of the list of issues. */
export interface IssueLineView {
  readonly number: number
  readonly dateline: string
  readonly subject: string
  readonly url: string
}

/** The lead has no rank beside its title. */
export type PagePaperView = PaperView & { readonly isLead: boolean }

/** Everything the templates of the pages can name, by template; absent texts are empty. `path`s come after `site.base`. */
export interface PageViews {
  readonly subscribe: HeadView & {
    readonly stamp: string
    readonly address: string
    readonly problem: string
    /** An address that may be a slip of the keys; sent again as it is, it is taken. */
    readonly doubted: string
    readonly embedded: boolean
    readonly wording: string
    readonly latest: readonly IssueLineView[]
  }
  readonly checkInbox: HeadView
  readonly confirm: HeadView & { readonly path: string; readonly expired: boolean; readonly wording: string }
  readonly confirmed: HeadView & {
    readonly address: string
    readonly preferencesPath: string
    /** When the first issue comes, empty where nobody knows. */
    readonly firstIssue: string
  }
  readonly preferences: HeadView &
    PreferencesView & {
      readonly address: string
      readonly path: string
      readonly unsubscribePath: string
      readonly saved: string
      readonly problem: string
    }
  readonly unsubscribe: HeadView & {
    readonly address: string
    readonly path: string
    readonly offersWeekly: boolean
    readonly preferencesPath: string
  }
  readonly unsubscribed: HeadView & {
    readonly address: string
    readonly undoPath: string
    readonly undoUntil: string
  }
  readonly undo: HeadView & {
    readonly address: string
    readonly path: string
    readonly done: boolean
    readonly preferencesPath: string
  }
  readonly feedback: HeadView & {
    readonly path: string
    readonly done: boolean
    readonly more: boolean
    readonly paperTitle: string
    readonly topic: string
    readonly weight: string
    readonly nextWeight: string
    readonly preferencesPath: string
  }
  readonly approval: HeadView & {
    readonly path: string
    readonly subject: string
    readonly recipientCount: number
    readonly isOne: boolean
    /** Empty when it does not go out by itself. */
    readonly byItselfAt: string
    readonly isOpen: boolean
    readonly isApproved: boolean
    readonly isStopped: boolean
  }
  readonly archive: HeadView & {
    readonly issues: readonly IssueLineView[]
    readonly isFirst: boolean
    readonly olderUrl: string
  }
  readonly issue: HeadView & {
    readonly issue: Omit<IssueView, 'sections' | 'reader' | 'newsletter'> & {
      readonly sections: readonly {
        readonly title: string
        readonly count: number
        readonly countText: string
        readonly papers: readonly PagePaperView[]
      }[]
    }
    readonly lead: PagePaperView
    readonly personal: boolean
    readonly url: string
    readonly olderUrl: string
    readonly newerUrl: string
  }
  readonly embed: HeadView & { readonly snippet: string }
  readonly problem: HeadView & { readonly heading: string; readonly message: string; readonly id: string }
  readonly feedContent: Pick<PageViews['issue'], 'issue' | 'lead'>
  readonly rss: FeedView
  readonly atom: FeedView
}
