import type { Newsletter } from '../../issue/issue.ts'
import { cutLine } from '../clean-text.ts'
import { buildNewsletterView, type NewsletterView } from './newsletter-view.ts'
import { findSafeUrl } from '../safe-url.ts'

/** The single mails beside the issues: asked to confirm, confirmed, settings changed, gone. */
export type NoticeKind = 'confirm' | 'welcome' | 'preferences_changed' | 'goodbye'

/** What every notice needs. */
interface NoticeBase {
  readonly newsletter: Newsletter
  /** The address the notice goes to, as it is shown. */
  readonly address: string
}

/** What each kind of notice says; the links are whole https addresses, or mailto where there are no pages. */
export interface NoticeData {
  readonly confirm: NoticeBase & { readonly confirmUrl: string; readonly validDays?: number }
  readonly welcome: NoticeBase & {
    readonly unsubscribeUrl: string
    readonly preferencesUrl?: string
    readonly archiveUrl?: string
    /** When issues come, as a phrase: `every weekday at 7:00`. */
    readonly schedule?: string
  }
  readonly preferences_changed: NoticeBase & {
    /** What is new, a phrase each: `Weekly instead of daily`. */
    readonly changes: readonly string[]
    readonly preferencesUrl: string
    readonly unsubscribeUrl: string
  }
  readonly goodbye: NoticeBase & { readonly undoUrl?: string; readonly validDays?: number }
}

/** Everything a notice's templates can name; absent texts are empty. */
export interface NoticeView {
  readonly newsletter: NewsletterView
  readonly address: string
  readonly confirmUrl: string
  readonly unsubscribeUrl: string
  readonly preferencesUrl: string
  readonly archiveUrl: string
  readonly undoUrl: string
  /** Days that the link works, as `7 days`; empty when it works for ever. */
  readonly validDays: string
  readonly schedule: string
  readonly changes: readonly string[]
}

type AnyNotice = NoticeBase &
  Partial<
    Record<'confirmUrl' | 'unsubscribeUrl' | 'preferencesUrl' | 'archiveUrl' | 'undoUrl' | 'schedule', string>
  > & {
    readonly validDays?: number
    readonly changes?: readonly string[]
  }

/** What a template shows of a notice. */
export function buildNoticeView(data: AnyNotice): NoticeView {
  return {
    newsletter: buildNewsletterView(data.newsletter),
    address: cutLine(data.address, 254),
    confirmUrl: checkLink(data.confirmUrl),
    unsubscribeUrl: checkLink(data.unsubscribeUrl),
    preferencesUrl: checkLink(data.preferencesUrl),
    archiveUrl: checkLink(data.archiveUrl),
    undoUrl: checkLink(data.undoUrl),
    validDays: data.validDays === undefined ? '' : data.validDays === 1 ? 'one day' : `${data.validDays} days`,
    schedule: cutLine(data.schedule ?? '', 120),
    changes: (data.changes ?? []).map((change) => cutLine(change, 200)),
  }
}

function checkLink(url = ''): string {
  return url.startsWith('mailto:') ? cutLine(url, 2000) : (findSafeUrl(url) ?? '')
}
