import type { html } from 'hono/html'

/** Escaped HTML as hono's `html` makes it; data can only enter it escaped. */
export type Markup = ReturnType<typeof html>
