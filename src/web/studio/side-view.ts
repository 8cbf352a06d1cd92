import { html } from 'hono/html'
import type { Finding } from '../../rendering/preflight/finding.ts'
import { clipBytes, formatCuts } from '../../rendering/preflight/size.ts'
import type { Markup } from './markup.ts'
import { formatQuery, type Look, type StudioChoice, type StudioState } from './studio.ts'

/** The size of the HTML as a bar, against budget and clip, and what was cut. */
export function renderSize({ rendered: { htmlBytes, cuts }, budgetBytes, issue }: StudioState): Markup {
  return html`<section aria-labelledby="size">
    <h2 id="size">Size</h2>
    <p>
      <label for="bytes"
        >${format(htmlBytes)} of ${format(budgetBytes)} octets; Gmail clips at ${format(clipBytes)}</label
      >
    </p>
    <meter
      id="bytes"
      min="0"
      max="${clipBytes}"
      low="${budgetBytes * 0.9}"
      high="${budgetBytes}"
      optimum="0"
      value="${htmlBytes}"
    ></meter>
    <p>${cuts.length === 0 ? 'Nothing was cut.' : formatCuts(cuts, issue.paperCount)}</p>
  </section>`
}

/** What preflight says; each finding leads to its place. */
export function renderFindings(findings: readonly Finding[], choice: StudioChoice, look: Look): Markup {
  const count = (severity: string) => {
    const many = findings.filter((finding) => finding.severity === severity).length
    return `${many} ${severity}${many === 1 ? '' : 's'}`
  }
  return html`<section aria-labelledby="preflight">
    <h2 id="preflight">Preflight</h2>
    <p>${count('error')}, ${count('warning')}, ${count('note')}</p>
    <ul class="findings">
      ${findings.map((finding) => html`<li class="${finding.severity}">${renderFinding(finding, choice, look)}</li>`)}
    </ul>
  </section>`
}

function renderFinding({ severity, code, message, where }: Finding, choice: StudioChoice, look: Look): Markup {
  const words = html`<strong>${severity}</strong> <code>${code}</code> ${message}`
  if (where?.part === 'header') return html`${words} ${link('headers', 'Go to the headers')}`
  if (where?.line === undefined) return words
  const view = where.part === 'text' ? 'text' : 'html'
  const target = `${formatQuery(choice, { ...look, view })}#L${where.line}`
  return html`${words} <a href="${target}" data-quote="${where.quote ?? ''}">Go to line ${where.line}</a>`

  function link(to: Look['view'], label: string): Markup {
    return html`<a href="${formatQuery(choice, { ...look, view: to })}">${label}</a>`
  }
}

/** The button that sends a test, or how to get one. */
export function renderTest(testAddress: string | undefined, answer: string): Markup {
  if (testAddress === undefined) {
    return html`<section aria-labelledby="test">
      <h2 id="test">Test</h2>
      <p>Start the studio with <code>--test ADDRESS</code> to send tests from here.</p>
    </section>`
  }
  return html`<section aria-labelledby="test">
    <h2 id="test">Test</h2>
    <form method="post"><button>Send a test to ${testAddress}</button></form>
    <p role="status">${answer}</p>
  </section>`
}

function format(count: number): string {
  return new Intl.NumberFormat('en').format(count)
}
