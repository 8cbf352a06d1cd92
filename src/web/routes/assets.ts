import type { Hono } from 'hono'
import { sendCached } from '../requests/page-cache.ts'
import { throwNotFound } from '../requests/problem.ts'
import { readerPages } from '../requests/security.ts'
import type { Site } from '../site.ts'

/** The files that pages link to, under names that change with their content, and what robots ask for. */
export function addAssetRoutes(app: Hono, site: Site): void {
  for (const asset of [site.templates.style, site.templates.icon]) {
    app.get(`/${asset.name}`, async (c) => {
      const page = await site.cache.get(asset.name, async () => asset)
      if (page === undefined) throwNotFound()
      const response = sendCached(c, page)
      response.headers.set('Cache-Control', 'public, max-age=31536000, immutable')
      return response
    })
  }
  app.get('/robots.txt', (c) => c.text(robots(site.base)))
}

function robots(base: string): string {
  const closed = [...readerPages].map((page) => `Disallow: ${base}/${page}/`)
  return ['User-agent: *', ...closed, `Disallow: ${base}/metrics`, ''].join('\n')
}
