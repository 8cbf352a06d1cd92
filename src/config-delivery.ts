import { z } from 'zod'

/** No field that a message has already, or that addresses it. */
const ownField =
  /^(?!(?:from|to|b?cc|sender|reply-to|subject|date|message-id|received|return-path|feedback-id|auto-submitted|(?:list|mime|content|dkim|resent)-.*)$)/i

/** An address, or `Name <address>`; what it is made into is checked where it is used. */
export const mailbox = z.string().min(3)

const rate = z
  .string()
  .regex(
    /^\s*[1-9]\d{0,8}\s*\/\s*(s|sec|second|m|min|minute|h|hour|d|day)\s*$/,
    'write 20/s, 200/min, 5000/h or 50000/day',
  )

/** The mail server. */
export const smtpSchema = z.strictObject({
  host: z.string().min(1).default('localhost').describe('SMTP server'),
  port: z.int().min(1).max(65_535).optional().describe('Port; 465 with `tls`, else 587'),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('`starttls` (required, never in clear), `tls` from the first octet, or `none`'),
  user: z.string().optional().describe('Name to log in with'),
  connections: z.int().min(1).max(100).default(5).describe('Connections open at once'),
  timeoutSeconds: z.int().min(1).max(3600).default(60).describe('Longest silence of the server'),
  dotTimeoutSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(600)
    .describe('The same after the final dot; giving up earlier makes second copies'),
  others: z
    .array(
      z.strictObject({
        host: z.string().min(1),
        port: z.int().min(1).max(65_535).optional(),
        security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
        user: z.string().optional(),
        weight: z.int().min(1).max(1000).default(1),
      }),
    )
    .default([])
    .describe('Further servers with a share of the sessions each (`weight`), and the whole when the first fails'),
})

/** Signatures. */
export const dkimSchema = z.strictObject({
  domain: z.string().optional().describe('Domain that signs; the domain of the sender by default'),
  selector: z.string().default('courant').describe('Name of the RSA key in DNS'),
  ed25519Selector: z.string().default('courant-ed').describe('Name of the Ed25519 key in DNS'),
})

/** How a sending goes. */
export const deliverySchema = z.strictObject({
  returnPath: mailbox.optional().describe('Mailbox for bounces; each message gets a signed sub-address of it'),
  rate: rate.optional().describe('Most messages in a time: `20/s`, `200/min`, `5000/h`, `50000/day`'),
  domainRates: z
    .record(z.string(), rate)
    .default({})
    .describe('The same for single receiving domains: `{ example.com: 10/s }`'),
  warmup: z
    .strictObject({ from: z.iso.date(), perDay: z.array(z.int().min(1)).min(1) })
    .optional()
    .describe('Messages a day for a new sending address, day by day from a date: `{ from, perDay: [200, 500, 1000] }`'),
  inDoubt: z
    .enum(['resend', 'hold'])
    .default('resend')
    .describe('What died at its final dot: sent again (may arrive twice) or held (may not arrive)'),
  retryMinutes: z
    .array(z.number().positive())
    .min(1)
    .default([5, 10, 20, 40, 80, 160, 240])
    .describe('Waits after each deferral of a recipient; the last one repeats'),
  giveUpDays: z.number().positive().max(30).default(5).describe('When a deferred recipient is given up'),
  keepDays: z
    .int()
    .min(1)
    .default(400)
    .describe('Days that is kept who got an issue, after its sending has ended; the numbers stay'),
  pauseAtBounceRate: z
    .number()
    .min(0.001)
    .max(1)
    .default(0.1)
    .describe('Share of mailboxes that do not exist at which a sending pauses'),
  idempotencyHeader: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/)
    .regex(ownField, 'is a field of the message itself')
    .optional()
    .describe('Header field in which a provider expects a key that is the same for a second copy'),
  alarmTo: mailbox.optional().describe('Who is told by mail when a sending pauses; the sender by default'),
})

/** Where returned mail is read. */
export const bounceInboxSchema = z.strictObject({
  host: z.string().min(1).optional().describe('IMAP server of the mailbox that `delivery.returnPath` names'),
  port: z.int().min(1).max(65_535).optional().describe('Port; 993 with `tls`, else 143'),
  security: z
    .enum(['tls', 'starttls', 'none'])
    .default('tls')
    .describe('`tls` from the first octet, `starttls` (required, never in clear), or `none`'),
  user: z.string().optional().describe('Name to log in with'),
  folder: z.string().min(1).default('INBOX').describe('Folder that is read'),
  moveTo: z.string().min(1).optional().describe('Folder for what was read; else it stays and is marked as seen'),
  everyMinutes: z
    .number()
    .min(0.1)
    .max(1440)
    .default(5)
    .describe('How often `courant serve` and `courant schedule run` read it'),
})

/** Services that report what came back. */
export const webhooksSchema = z.strictObject({
  sesTopicArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/, 'must be the ARN of a topic of SNS')
    .optional()
    .describe('Topic to which Amazon SES reports; it posts to `/webhooks/ses`'),
  sendgridKey: z
    .string()
    .min(1)
    .optional()
    .describe('Verification key that SendGrid shows for its signed events; they go to `/webhooks/sendgrid`'),
  postmarkUser: z
    .string()
    .min(1)
    .default('courant')
    .describe('Name in the address that Postmark posts to: `https://NAME:PASSWORD@…/webhooks/postmark`'),
})
