import { z } from 'zod'

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

/** The secrets, apart from Config so that Config can be printed. */
export type Secrets = z.output<typeof secretsSchema>
