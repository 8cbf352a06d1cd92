import type { Hono } from 'hono'
import { readBody } from '../requests/form.ts'
import { throwNotFound } from '../requests/problem.ts'
import type { Site } from '../site.ts'

/** The port to what sending services report; each request proves itself by its signature, so no origin is asked for. */
export interface Webhooks {
  /**
   * Takes in one request.
   *
   * @param headers names in lower case
   * @throws AppError `unauthorized` for a wrong signature, `not_found` for a service that the settings lack
   */
  receive(provider: string, headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Promise<void>
}

/** Octets of a body at most; a page of a thousand events is a third of it. */
const maxBodyBytes = 2_000_000

/** Where Amazon SES, SendGrid, Postmark and Mailgun tell what came back. */
export function addWebhookRoutes(app: Hono, { webhooks }: Site): void {
  app.post('/webhooks/:provider', async (c) => {
    if (webhooks === undefined) throwNotFound()
    await webhooks.receive(c.req.param('provider'), c.req.header(), await readBody(c, maxBodyBytes))
    return c.body(null, 204)
  })
}
