import { z } from 'zod'
import {
  bounceInboxSchema,
  deliverySchema,
  dkimSchema,
  mailbox,
  smtpSchema,
  webhooksSchema,
} from './config-delivery.ts'
import { interestsSchema, selectionSchema, summarySchema, taxonomySchema } from './config-ranking.ts'
import { scheduleSchema } from './config-schedules.ts'

/** Addresses stand in header fields between angle brackets, so nothing that ends one is in them (RFC 2369 §2). */
const url = z
  .url({ protocol: /^https?$/ })
  .regex(/^[^\s<>"\u0000-\u001f]*$/, 'has blanks, quotes or angle brackets in it')
  .transform((text) => text.replace(/\/+$/, ''))

/** Every link is this with a path behind it, and stands in every mail. */
const baseUrl = url.refine(
  (text) => !/[?#]|^\w+:\/+[^/]*@/.test(text),
  'has a query, a mark or a password in it; links are made by adding to it',
)

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
    publicUrl: baseUrl.optional().describe('Public address of the pages; enables one-click unsubscribe links'),
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
  smtp: smtpSchema,
  dkim: dkimSchema,
  delivery: deliverySchema,
  bounceInbox: bounceInboxSchema,
  webhooks: webhooksSchema,
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

/** Every setting that is no secret, defaulted and checked. */
export type Config = z.output<typeof configSchema>
