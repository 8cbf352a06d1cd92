import type { IncomingMessage } from '../../mail/incoming-message.ts'
import type { BouncedRecipient } from './bounce.ts'
import { parseSesNotification } from './webhooks/ses.ts'

/**
 * A notification of Amazon SES that its subscriber has mailed instead of posted: JSON, and a footer behind `--`.
 * Undefined when the message is none; empty when it reports a delivery, or is broken.
 */
export function readServiceMail({ text }: IncomingMessage): readonly BouncedRecipient[] | undefined {
  const body = text.trim().split(/\n--\s*\n/, 1)[0] ?? ''
  if (!/^\{\s*"(?:notificationType|eventType)"/.test(body)) return undefined
  try {
    // Some relays wrap the one long line; JSON has no line ends within its strings that this could hurt.
    return parseSesNotification(body.replaceAll('\n', ''))
  } catch {
    return []
  }
}
