/** The wiring of a file's mailboxes with the store: whoever is suppressed there is not mailed from a file either. */
import type { App } from '../../app.ts'
import type { Mailbox } from '../../mail/address.ts'
import { openAudienceApp } from './audience.ts'

/**
 * Parts the mailboxes of a file. A file belongs to no list, so who left any list of the store counts as having left: the
 * links of a mail from a file lead to pages of whichever list is served.
 */
export async function leaveOutSuppressed(
  app: App,
  mailboxes: readonly Mailbox[],
): Promise<{ readonly kept: readonly Mailbox[]; readonly suppressed: readonly Mailbox[] }> {
  await using readers = await openAudienceApp(app, 'rehearse')
  const [kept, suppressed]: [Mailbox[], Mailbox[]] = [[], []]
  for (const mailbox of mailboxes) {
    const found = await readers.audience.suppressions.listOf(mailbox.address)
    if (found.length === 0) kept.push(mailbox)
    else suppressed.push(mailbox)
  }
  return { kept, suppressed }
}
