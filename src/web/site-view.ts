import type { Newsletter } from '../issue/issue.ts'
import { buildNewsletterView, type NewsletterView } from '../rendering/views/newsletter-view.ts'

/** What is the same on all pages. */
export interface SiteView extends NewsletterView {
  /** Path that every page starts with; empty where the pages have a host of their own. */
  readonly base: string
  readonly styleUrl: string
  readonly iconUrl: string
}

/** The part of every view that comes from the settings. */
export function buildSiteView(
  newsletter: Newsletter,
  paths: { readonly base: string; readonly style: string; readonly icon: string },
): SiteView {
  return {
    ...buildNewsletterView(newsletter),
    base: paths.base,
    styleUrl: `${paths.base}/${paths.style}`,
    iconUrl: `${paths.base}/${paths.icon}`,
  }
}
