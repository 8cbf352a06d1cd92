import type { Hono } from 'hono'
import { readBody } from '../requests/form.ts'
import { throwNotFound } from '../requests/problem.ts'
import type { Site } from '../site.ts'

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
