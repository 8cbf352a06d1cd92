import { z } from 'zod'
import { interestsSchema, selectionSchema, summarySchema, taxonomySchema } from './config-ranking.ts'

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
const mailbox = z.string().min(3)
const rate = z
  .string()
  .regex(
    /^\s*[1-9]\d{0,8}\s*\/\s*(s|sec|second|m|min|minute|h|hour|d|day)\s*$/,
    'write 20/s, 200/min, 5000/h or 50000/day',
  )

/** One entry of `schedules`. */
const scheduleSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be a short name of small letters, digits and hyphens'),
  cron: z.string().describe('Five fields of cron, as time on the wall in `zone`'),
  zone: z.string().default('UTC').describe('IANA time zone'),
  source: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('Input or inputs, as `send` takes them; `{date}` stands for the day of the run'),
  list: z.string().optional().describe('List that gets the issue'),
  subscribers: z
    .string()
    .optional()
    .describe('File that is brought into the list of the schedule’s name before each issue'),
  calendar: z.enum(['none', 'arxiv']).default('none').describe('`arxiv`: only after an announcement of arXiv'),
  holidays: z.array(z.string()).default([]).describe('Days without an issue: 2026-12-25, 12-25, or 12-24..01-01'),
  emptyDay: z.enum(['skip', 'hold', 'rollover', 'best']).default('skip').describe('What to do on a day without papers'),
  minPapers: z.int().min(1).max(500).default(1).describe('Fewer papers are an empty day'),
  holdHours: z.number().min(0).max(48).default(6).describe('How long `hold` waits'),
  approval: z
    .union([z.literal('required'), z.strictObject({ hours: z.number().min(0).max(168) })])
    .optional()
    .describe('`required`: only after the owner has said yes; `{ hours: 2 }`: also when nobody said no for so long'),
  catchUpHours: z.number().min(0).max(168).default(12).describe('How late an issue may still go out'),
})

/** All settings that are no secret; descriptions are the help, in `config schema` and in the README. */
export const configSchema = z.strictObject({
  newsletter: z.strictObject({
    name: z.string().min(1).default('Courant').describe('Name of the publication: masthead and List-Id phrase'),
    tagline: z.string().optional().describe('One line under the name'),
    from: mailbox.optional().describe('Sender, `Name <address>`; needed to send'),
    replyTo: mailbox.optional().describe('Where answers go, when not to the sender'),
    listId: z.string().optional().describe('RFC 2919 list id; made from the sender address by default'),
    postalAddress: z.string().optional().describe('Postal address of the sender, for the footer'),
    language: z.string().default('en').describe('BCP 47 tag of the language'),
  }),
  web: z.strictObject({
    publicUrl: url.optional().describe('Public address of the pages; enables one-click unsubscribe links'),
    host: z.string().min(1).default('127.0.0.1').describe('Address that `courant serve` listens on'),
    port: z.int().min(0).max(65_535).default(8080).describe('Port that `courant serve` listens on; 0 takes a free one'),
    proxyCount: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .describe('Reverse proxies of yours in front of it; 1 behind nginx or Caddy, so that limits are per reader'),
  }),
  unsubscribe: z.strictObject({
    mailto: mailbox.optional().describe('Mailbox that reads unsubscribe mails; the sender by default'),
  }),
  smtp: z.strictObject({
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
  }),
  dkim: z.strictObject({
    domain: z.string().optional().describe('Domain that signs; the domain of the sender by default'),
    selector: z.string().default('courant').describe('Name of the RSA key in DNS'),
    ed25519Selector: z.string().default('courant-ed').describe('Name of the Ed25519 key in DNS'),
  }),
  delivery: z.strictObject({
    returnPath: mailbox.optional().describe('Mailbox for bounces; each message gets a signed sub-address of it'),
    rate: rate.optional().describe('Most messages in a time: `20/s`, `200/min`, `5000/h`, `50000/day`'),
    domainRates: z
      .record(z.string(), rate)
      .default({})
      .describe('The same for single receiving domains: `{ example.com: 10/s }`'),
    warmup: z
      .strictObject({ from: z.iso.date(), perDay: z.array(z.int().min(1)).min(1) })
      .optional()
      .describe(
        'Messages a day for a new sending address, day by day from a date: `{ from, perDay: [200, 500, 1000] }`',
      ),
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
      .optional()
      .describe('Header field in which a provider expects a key that is the same for a second copy'),
    alarmTo: mailbox.optional().describe('Who is told by mail when a sending pauses; the sender by default'),
  }),
  bounceInbox: z.strictObject({
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
  }),
  webhooks: z.strictObject({
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
  }),
  sources: z.strictObject({
    feeds: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/i), url)
      .default({})
      .describe('Feeds by name, `name: https://…`; the name can stand for an input'),
    cache: z
      .string()
      .optional()
      .describe('Folder for answers of servers, so that only news is fetched; `~/.cache/courant` by default'),
    allowedHosts: z
      .array(z.string())
      .default([])
      .describe('`host:port` of servers that may be private or on other ports'),
  }),
  selection: selectionSchema,
  interests: interestsSchema,
  taxonomy: taxonomySchema,
  summary: summarySchema,
  rendering: z.strictObject({
    templates: z.string().optional().describe('Folder with your own templates'),
    budgetBytes: z.int().min(20_000).max(1_000_000).default(95_000).describe('Most octets of the HTML part'),
  }),
  alarm: z.strictObject({
    pingUrl: url
      .optional()
      .describe('Asked after every issue that went out, and with `/fail` at its end after one that did not'),
  }),
  plugins: z.strictObject({
    sources: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/i), z.string().min(1))
      .default({})
      .describe('Sources of your own, `name: ./module.mjs` with a function `read`; `name` or `name:words` is an input'),
    ranker: z.string().min(1).optional().describe('Module with a function `rank` in place of our ranking'),
    transport: z.string().min(1).optional().describe('Module with a function `send` in place of SMTP'),
  }),
  schedules: z.array(scheduleSchema).default([]).describe('When issues go out by themselves; see Schedules'),
})

/** Values that are never in the file and never printed: from `COURANT_…`, or from the file that `COURANT_…_FILE` names. */
export const secretsSchema = z.strictObject({
  secret: z
    .string()
    .regex(/^[!-~]{16,}$/, 'must be at least 16 characters without spaces, such as the output of: openssl rand -hex 32')
    .optional()
    .describe('Key that signs the links, at least 16 characters; after a change `2:new,1:old`, so that old links work'),
  llmKey: z.string().min(1).optional().describe('Key for `summary.llmUrl`'),
  databaseUrl: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Where readers are kept: `sqlite:FILE` or `postgres://user@host/name`; `sqlite:./courant.sqlite` by default',
    ),
  bounceInboxPassword: z.string().min(1).optional().describe('Password of `bounceInbox.user`'),
  dkimKey: z.string().optional().describe('RSA private key that signs, PEM; best as a file'),
  dkimEd25519Key: z.string().optional().describe('Ed25519 private key for a second signature, PEM'),
  mailgunWebhookKey: z
    .string()
    .min(1)
    .optional()
    .describe('“HTTP webhook signing key” of Mailgun, which posts to `/webhooks/mailgun`'),
  metricsToken: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token that opens `/metrics` from elsewhere; without it, only a direct request from this machine'),
  postmarkWebhookPassword: z.string().min(8).optional().describe('Password in that address of Postmark'),
  smtpPassword: z.string().min(1).optional().describe('Password of `smtp.user`'),
})

/** Every setting that is no secret, defaulted and checked. */
export type Config = z.output<typeof configSchema>

/** The secrets, apart from Config so that Config can be printed. */
export type Secrets = z.output<typeof secretsSchema>
