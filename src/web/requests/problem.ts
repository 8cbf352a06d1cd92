import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { AppError, type ErrorCode } from '../../errors.ts'
import { buildHead, sendPage, type Site } from '../site.ts'

const statuses: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  invalid: 400,
  not_found: 404,
  conflict: 409,
  unauthorized: 403,
  unavailable: 503,
  internal: 500,
}

const headings: Readonly<Record<number, string>> = {
  400: 'That did not work',
  403: 'This does not work from here',
  404: 'There is no such page',
  409: 'Not any more',
  413: 'That was too much',
  429: 'A little later, please',
  500: 'Something broke on our side',
  503: 'We cannot do this right now',
}

const messages: Readonly<Record<number, string>> = {
  403: 'The form was sent from another site. Open the page here and try again.',
  413: 'A form of ours is never so large.',
  500: 'It was noted. Please try again in a few minutes.',
}

/** The answer of any path that is no page. */
export function throwNotFound(): never {
  throw new AppError('not_found', 'Perhaps the address was cut off in a mail. The archive has every issue.')
}

/** Too many requests of a kind from one network, or in all. */
export function throwTooMany(): never {
  throw new HTTPException(429, {
    message: 'Many people signed up from your network just now. Try again in ten minutes.',
  })
}

/** Any failure as a page. What is no fault of the reader's shows a number that is in the log, and nothing else. */
export function reportProblem(c: Context, site: Site, error: unknown): Response {
  const status = statusOf(error)
  const id = status === 500 ? randomUUID().slice(0, 8) : ''
  if (status === 500) site.onError(error, { id, method: c.req.method, route: routePath(c, -1) })
  if (status === 429) c.header('Retry-After', '600')
  c.header('Cache-Control', 'no-store')
  const heading = headings[status] ?? 'That did not work'
  const message = messageOf(error) || messages[status] || 'Please try again.'
  return sendPage(c, site, ['problem', { ...buildHead(site, heading), heading, message, id }], status)
}

function statusOf(error: unknown): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status
  return error instanceof AppError ? statuses[error.code] : 500
}

function messageOf(error: unknown): string {
  if (error instanceof AppError && error.code !== 'internal') return error.message
  return error instanceof HTTPException ? error.message : ''
}
