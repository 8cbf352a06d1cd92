import type { Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Site } from '../site.ts'

/** First part of the paths that hold a token: they are kept by nobody and followed by no robot. */
export const readerPages: ReadonlySet<string> = new Set([
  'confirm',
  'preferences',
  'unsubscribe',
  'undo',
  'browser',
  'r',
  'approve',
])

/**
 * Headers, and where forms may come from. Nothing runs in a page: there are no scripts at all, styles
 * come from a file of ours.
 */
export function addSecurity(app: Hono, site: Site): void {
  const { origin, protocol } = new URL(site.publicUrl)
  // same-origin, because with no-referrer a browser sends the form with "Origin: null", which csrf takes for a stranger.
  const openHeaders = buildHeaders('same-origin', protocol)
  // A token in a Referer opens the reader's pages to whoever logs it; here the token itself stands in for the origin.
  const readerHeaders = buildHeaders('no-referrer', protocol)
  // Before the others, so that it has the last word.
  app.use('/approve/:token/preview', async (c, next) => {
    await next()
    c.header('Content-Security-Policy', mailPolicy)
  })
  app.use((c, next) => (isReaderPage(c) ? readerHeaders : openHeaders)(c, next))
  app.use(async (c, next) => {
    if (!isReaderPage(c)) return next()
    await next()
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex, nofollow')
  })
  app.post('/subscribe', csrf({ origin }))
  // Not for /unsubscribe: mail programs post there without Origin, Referer or cookie (RFC 8058 §3.2).
  for (const page of ['confirm', 'preferences', 'undo', 'r', 'approve']) {
    app.post(`/${page}/*`, async (c, next) => {
      if (isForeign(c, origin)) throw new HTTPException(403)
      await next()
    })
  }
}

/** For an issue shown as it is in a mail: its styles, and no script, form, frame or origin of ours. */
const mailPolicy =
  "sandbox; default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; frame-ancestors 'none'"

function buildHeaders(referrerPolicy: 'same-origin' | 'no-referrer', protocol: string) {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy,
    xFrameOptions: 'DENY',
    xXssProtection: false,
    crossOriginResourcePolicy: 'same-origin',
    strictTransportSecurity: protocol === 'https:' ? 'max-age=15552000' : false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  })
}

function isReaderPage(c: Context): boolean {
  return readerPages.has(c.req.path.split('/')[1] ?? '')
}

/** Whether a browser says that a form came from another site. Text browsers say nothing, and the token is proof enough. */
function isForeign(c: Context, own: string): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const origin = c.req.header('origin')
  return origin !== undefined && origin !== 'null' && origin !== own
}
