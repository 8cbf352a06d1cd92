import { html } from 'hono/html'
import { formatUnchanged, type IssueDiff } from '../../issue/diff.ts'
import type { Markup } from './markup.ts'
import { formatQuery, type Look, type PreviousIssue, type StudioChoice } from './studio.ts'

/** A text with numbered lines that a finding can lead to. */
export function renderLines(title: string, text: string): Markup {
  const lines = text.split(/\r?\n/)
  return html`<section aria-labelledby="source">
    <h2 id="source">${title}</h2>
    <pre tabindex="0"><code>${lines.map(
      (line, index) =>
        html`<span class="line" id="L${index + 1}"><span class="number">${index + 1}</span>${line} </span>`,
    )}</code></pre>
  </section>`
}

/** The issue beside the one before it. */
export function renderCompare(previous: PreviousIssue | undefined, choice: StudioChoice, look: Look): Markup {
  if (!previous) {
    return html`<section aria-labelledby="compare">
      <h2 id="compare">Compare</h2>
      <p>
        There is no previous issue. Write one with <code>courant preview</code> into the folder that
        <code>--out</code> names.
      </p>
    </section>`
  }
  return html`<section aria-labelledby="compare">
    <h2 id="compare">Compare</h2>
    <div class="pair">
      <figure>
        <figcaption>Before: ${previous.name}</figcaption>
        <iframe title="Issue before" sandbox="allow-same-origin" src="previous${formatQuery(choice, look)}"></iframe>
      </figure>
      <figure>
        <figcaption>Now</figcaption>
        <iframe title="Issue now" sandbox="allow-same-origin" src="mail${formatQuery(choice, look)}"></iframe>
      </figure>
    </div>
    ${previous.diff ? renderDiff(previous.diff) : ''}
  </section>`
}

function renderDiff(diff: IssueDiff): Markup {
  const { fields, added, removed, moved, rewritten } = diff
  return html`<ul class="diff">
    ${fields.map(({ name, before, after }) => html`<li>${name}: <del>${before}</del> <ins>${after}</ins></li>`)}
    ${added.map(({ rank, title }) => html`<li><ins>${rank}. ${title}</ins></li>`)}
    ${removed.map(({ rank, title }) => html`<li><del>${rank}. ${title}</del></li>`)}
    ${moved.map(({ title, before, after }) => html`<li>${title}: ${before} → ${after}</li>`)}
    ${rewritten.map(({ title, what }) => html`<li>${title}: new ${what.join(' and ')}</li>`)}
    <li>${formatUnchanged(diff)}</li>
  </ul>`
}
