import type { IssueChoices } from '../../app/prepare.ts'
import type { Instant } from '../../clock.ts'
import type { InDoubtPolicy } from '../../delivery/campaign.ts'
import type { Mailbox } from '../../mail/address.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { CommonOptions } from '../options.ts'

/** Options of `courant send`. */
export interface SendOptions extends CommonOptions, IssueChoices {
  readonly to?: readonly Mailbox[]
  readonly subscribers?: string
  readonly list?: ListSlug
  readonly plan?: string
  readonly at?: Instant
  readonly inDoubt?: InDoubtPolicy
  readonly dryRun?: boolean
  readonly force?: readonly string[]
}
