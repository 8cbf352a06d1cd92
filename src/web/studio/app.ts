import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono, type Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { AppError } from '../../errors.ts'
import { packageTemplates } from '../../rendering/templates/template-source.ts'
import { buildFrame, framePolicy } from './frame.ts'
import { renderStudio, renderTrouble } from './page.ts'
import { parseQuery, type StudioSource } from './studio.ts'

const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const localHosts = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * The studio's pages, all of them below `/TOKEN/`. Whoever does not know the token gets 404, and a host name that is not
 * this machine's gets 403, so that no page on the web can reach in by DNS (rebinding).
 */
export function createStudio(source: StudioSource, token: string): Hono {
  const app = new Hono()
  let testAnswer = ''
  app.use(async (context, next) => {
    const { hostname } = new URL(context.req.url)
    if (!localHosts.has(hostname)) return context.text('The studio answers on this machine only.', 403)
    if (!isToken(context.req.path.split('/')[1] ?? '', token)) return context.text('Not found', 404)
    await next()
    setHeaders(context)
    return undefined
  })
  const at = (name: string) => `/${token}/${name}`
  app.get(at(''), (context) => showPage(context, source, testAnswer))
  app.post(at(''), async (context) => {
    if (context.req.header('sec-fetch-site') !== 'same-origin') return context.text('Forbidden', 403)
    testAnswer = await sendTest(context, source)
    return context.redirect(context.req.url, 303)
  })
  app.get(at('mail'), (context) => showFrame(context, source, 'html'))
  app.get(at('previous'), (context) => showFrame(context, source, 'previous'))
  app.get(at('studio.css'), (context) => showAsset(context, 'studio.css', 'text/css'))
  app.get(at('studio.js'), (context) => showAsset(context, 'studio.js', 'text/javascript'))
  app.get(at('changes'), (context) => streamChanges(context, source))
  return app
}

function isToken(text: string, token: string): boolean {
  const [given, right] = [Buffer.from(text), Buffer.from(token)]
  return given.length === right.length && timingSafeEqual(given, right)
}

function setHeaders({ res }: Context): void {
  if (!res.headers.has('Content-Security-Policy')) res.headers.set('Content-Security-Policy', pagePolicy)
  res.headers.set('X-Content-Type-Options', 'nosniff')
  // The token is in the address; links of a mail must not carry it away. A form must still say where it is from.
  res.headers.set('Referrer-Policy', 'same-origin')
  res.headers.set('Cache-Control', 'no-store')
}

async function showPage(context: Context, source: StudioSource, testAnswer: string): Promise<Response> {
  const { choice, look } = parseQuery(context.req.query())
  try {
    const state = await source.load(choice)
    const page = renderStudio(state, { choice, look, testAddress: source.testAddress, testAnswer })
    return context.html(page)
  } catch (error) {
    return context.html(renderTrouble(describeError(error)), 500)
  }
}

async function showFrame(context: Context, source: StudioSource, which: 'html' | 'previous'): Promise<Response> {
  const { choice, look } = parseQuery(context.req.query())
  context.header('Content-Security-Policy', framePolicy(look))
  try {
    const state = await source.load(choice)
    const page = which === 'html' ? state.html : state.previous?.html
    return page === undefined ? context.text('There is no previous issue.', 404) : context.html(buildFrame(page, look))
  } catch (error) {
    return context.text(describeError(error), 500)
  }
}

async function sendTest(context: Context, source: StudioSource): Promise<string> {
  try {
    return await source.sendTest(parseQuery(context.req.query()).choice)
  } catch (error) {
    return `The test was not sent: ${describeError(error)}`
  }
}

/** Server-sent events: one `change` after each change. */
function streamChanges(context: Context, source: StudioSource): Response {
  return streamSSE(context, async (stream) => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const stop = source.watch(() => void stream.writeSSE({ event: 'change', data: '' }))
    stream.onAbort(() => resolve(undefined))
    await stream.writeSSE({ event: 'ready', data: '' })
    await promise
    stop()
  })
}

async function showAsset(context: Context, name: string, type: string): Promise<Response> {
  const text = await readFile(join(packageTemplates, 'studio', name), 'utf8')
  return context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
}

/** The studio is the operator's own: it shows what an AppError says, and of a fault the message. */
function describeError(error: unknown): string {
  if (error instanceof AppError || error instanceof Error) return error.message
  return String(error)
}
