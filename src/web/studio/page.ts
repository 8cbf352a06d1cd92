import { html } from 'hono/html'
import { renderChoices } from './choices-view.ts'
import type { Markup } from './markup.ts'
import { renderRanking } from './ranking-view.ts'
import { renderFindings, renderSize, renderTest } from './side-view.ts'
import { renderCompare, renderLines } from './source-view.ts'
import { formatQuery, views, type Look, type StudioChoice, type StudioState, type View } from './studio.ts'

/** The rest of what a page needs. */
export interface PageOptions {
  readonly choice: StudioChoice
  readonly look: Look
  readonly testAddress?: string | undefined
  /** The server's answer to the last test, empty before. */
  readonly testAnswer: string
}

const labels: Readonly<Record<View, string>> = {
  mail: 'Mail',
  text: 'Text',
  headers: 'Headers',
  html: 'HTML',
  message: 'Message',
  ranking: 'Ranking',
  compare: 'Compare',
}

/** The studio with an issue in it. */
export function renderStudio(state: StudioState, options: PageOptions): Markup {
  const { choice, look } = options
  const { subject, preheader } = state.rendered
  return renderShell(
    `${subject} – studio`,
    html`<header>
        <p class="brand">Courant studio</p>
        <h1 dir="auto">${subject}</h1>
        <p class="quiet" dir="auto">${preheader}</p>
        <nav aria-label="Views">
          <ul>
            ${views.map((view) => renderTab(view, choice, look))}
          </ul>
        </nav>
      </header>
      <div class="columns">
        <main>${renderView(state, choice, look)}</main>
        <aside aria-label="Checks and choices">
          ${renderSize(state)} ${renderFindings(state.findings, choice, look)} ${renderChoices(choice, look)}
          ${renderTest(options.testAddress, options.testAnswer)}
        </aside>
      </div>`,
  )
}

/** The studio when there is nothing to show, with the sentence that says why; it reloads when that is mended. */
export function renderTrouble(message: string): Markup {
  return renderShell(
    'Studio',
    html`<header>
        <p class="brand">Courant studio</p>
        <h1>This cannot be shown yet</h1>
      </header>
      <main><p class="trouble" role="alert">${message}</p></main>`,
  )
}

function renderShell(title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="studio.css" />
        <link rel="icon" href="data:," />
        <script src="studio.js" defer></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`
}

function renderTab(view: View, choice: StudioChoice, look: Look): Markup {
  const current = view === look.view ? html` aria-current="page"` : ''
  return html`<li><a href="${formatQuery(choice, { ...look, view })}" ${current}>${labels[view]}</a></li>`
}

function renderView(state: StudioState, choice: StudioChoice, look: Look): Markup {
  const octets = state.message.toString('latin1')
  switch (look.view) {
    case 'mail':
      return html`<section aria-labelledby="mail">
        <h2 id="mail">Mail</h2>
        <iframe
          id="frame"
          class="${look.width}"
          title="The mail"
          sandbox="allow-same-origin"
          src="mail${formatQuery(choice, look)}"
        ></iframe>
      </section>`
    case 'text':
      return renderLines('Text part', state.text)
    case 'headers':
      return renderLines('Headers', octets.slice(0, octets.indexOf('\r\n\r\n')))
    case 'html':
      return renderLines('HTML part', state.html)
    case 'message':
      return renderLines('Message as it is sent', octets)
    case 'ranking':
      return renderRanking(state.ranking)
    case 'compare':
      return renderCompare(state.previous, choice, look)
    default:
      return look.view satisfies never
  }
}
