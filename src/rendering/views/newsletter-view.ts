import type { Newsletter } from '../../issue/issue.ts'
import { cleanLine, cutLine } from '../clean-text.ts'

/** The publication as templates see it; absent texts are empty. */
export interface NewsletterView {
  readonly name: string
  readonly tagline: string
  readonly language: string
  /** `ltr` or `rtl`, as the language is written. */
  readonly direction: 'ltr' | 'rtl'
  readonly senderName: string
  readonly senderAddress: string
  readonly postalAddress: string
  readonly hasPages: boolean
}

/** The publication's own words for a template. */
export function buildNewsletterView(newsletter: Newsletter): NewsletterView {
  return {
    name: cutLine(newsletter.name, 80),
    tagline: cutLine(newsletter.tagline ?? '', 160),
    language: cleanLine(newsletter.language),
    direction: findDirection(newsletter.language),
    senderName: cutLine(newsletter.from.displayName ?? newsletter.name, 80),
    senderAddress: newsletter.from.address,
    postalAddress: cutLine(newsletter.postalAddress ?? '', 300),
    hasPages: newsletter.publicUrl !== undefined,
  }
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|iw|ks|ps|sd|ug|ur|yi)(-|$)/i

function findDirection(language: string): 'ltr' | 'rtl' {
  return rightToLeft.test(language) && !/-latn\b/i.test(language) ? 'rtl' : 'ltr'
}
