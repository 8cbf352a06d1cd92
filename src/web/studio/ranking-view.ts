import { html } from 'hono/html'
import type { RankedPaper, Ranking, Reason } from '../../ranking/ranking.ts'
import type { Markup } from './markup.ts'

const barWidth = 480
const barHeight = 18

/** The ranking as a picture, a bar of components for each paper, and what was dropped and why. */
export function renderRanking({ groups, dropped }: Ranking): Markup {
  const papers = groups.flatMap(({ papers }) => papers).toSorted((a, b) => a.rank - b.rank)
  const signals = [...new Set(papers.flatMap(({ reasons }) => reasons.map(({ signal }) => signal)))]
  const most = Math.max(1, ...papers.map(({ reasons }) => sumPoints(reasons.filter(({ points }) => points > 0))))
  return html`<section aria-labelledby="ranking">
      <h2 id="ranking">Ranking</h2>
      <ul class="legend">
        ${signals.map((signal, index) => html`<li>${swatch(index)} ${signal}</li>`)}
      </ul>
      <div class="scroll" tabindex="0" role="region" aria-label="Table of the ranking">
        <table>
          <thead>
            <tr>
              <th scope="col">Rank</th>
              <th scope="col">Paper</th>
              <th scope="col">Components</th>
              <th scope="col">Score</th>
            </tr>
          </thead>
          <tbody>
            ${papers.map((ranked) => renderRow(ranked, signals, most))}
          </tbody>
        </table>
      </div>
    </section>
    <section aria-labelledby="dropped">
      <h2 id="dropped">Dropped (${dropped.length})</h2>
      <ul class="dropped">
        ${dropped.map(
          ({ paper, rule, reason }) =>
            html`<li>
              <span dir="auto">${paper.title}</span> <code>${rule}</code> <span class="quiet">${reason}</span>
            </li>`,
        )}
      </ul>
    </section>`
}

function renderRow(
  { paper, rank, score, reasons, placement }: RankedPaper,
  signals: readonly string[],
  most: number,
): Markup {
  return html`<tr>
    <td>${rank}</td>
    <th scope="row"><span dir="auto">${paper.title}</span><span class="quiet">${placement}</span></th>
    <td>
      ${renderBar(reasons, signals, most)}
      <details>
        <summary>${formatSum(reasons)}</summary>
        <ul>
          ${reasons.map(({ signal, points, sentence }) => html`<li>${signal} ${formatPoints(points)}: ${sentence}</li>`)}
        </ul>
      </details>
    </td>
    <td>${formatPoints(score)}</td>
  </tr>`
}

/** Components above zero side by side; those below zero hang under the end that they take away. */
function renderBar(reasons: readonly Reason[], signals: readonly string[], most: number): Markup {
  let at = 0
  const parts = reasons.map(({ signal, points }) => {
    const width = (Math.abs(points) / most) * barWidth
    if (points < 0) at -= width
    const x = at
    if (points > 0) at += width
    const [y, height] = points < 0 ? [barHeight - 5, 5] : [0, barHeight]
    const title = `${signal} ${formatPoints(points)}`
    return html`<rect
      class="${colourClass(signals.indexOf(signal))}"
      x="${round(Math.max(0, x))}"
      y="${y}"
      width="${round(width)}"
      height="${height}"
      ><title>${title}</title></rect
    >`
  })
  return html`<svg
    viewBox="0 0 ${barWidth} ${barHeight}"
    width="${barWidth}"
    height="${barHeight}"
    role="img"
    aria-label="${formatSum(reasons)}"
  >
    ${parts}
  </svg>`
}

function swatch(index: number): Markup {
  return html`<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
    <rect class="${colourClass(index)}" width="12" height="12" />
  </svg>`
}

/** The style sheet has a colour for each signal that a ranking knows. */
function colourClass(index: number): string {
  return `c${index % 16}`
}

/** The components that count; one that rounds to nothing is among the details. */
function formatSum(reasons: readonly Reason[]): string {
  const counting = reasons.filter(({ points }) => formatPoints(points) !== '0')
  return (
    counting.map(({ signal, points }) => `${signal} ${formatPoints(points)}`).join(', ') ||
    'nothing speaks for or against'
  )
}

function formatPoints(points: number): string {
  return String(Math.round(points * 10) / 10 || 0)
}

function sumPoints(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0)
}

function round(value: number): string {
  return value.toFixed(1)
}
