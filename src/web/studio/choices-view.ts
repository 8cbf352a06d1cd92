import { html } from 'hono/html'
import type { Markup } from './markup.ts'
import type { Look, StudioChoice } from './studio.ts'

/** The form that says whose copy is shown, and how. */
export function renderChoices(choice: StudioChoice, look: Look): Markup {
  return html`<section aria-labelledby="choices">
    <h2 id="choices">Show</h2>
    <form method="get" id="look">
      <input type="hidden" name="view" value="${look.view}" />
      ${renderSelect('width', 'Width', look.width, { phone: 'Phone, 360 px', tablet: 'Tablet, 640 px', desktop: 'Desktop, 1200 px' })}
      ${renderSelect('scheme', 'Scheme', look.scheme, { auto: 'As this machine', light: 'Light', dark: 'Dark' })}
      ${renderSelect('images', 'Images', look.images, { on: 'On', off: 'Off' })}
      ${renderSelect('style', 'Style sheet', look.style, { on: 'Kept', off: 'Dropped by the client' })}
      ${renderSelect('layout', 'Layout', choice.layout, { full: 'Full', short: 'Short', titles: 'Titles' })}
      ${renderSelect('period', 'Period', choice.period, { day: 'Daily', week: 'Weekly' })}
      ${renderInput('as', 'As subscriber', choice.as, 'reader@example.com')}
      ${renderInput('words', 'Words they watch', choice.words, 'diffusion, robot')}
      ${renderInput('topics', 'Topics they chose', choice.topics, 'robotics')}
      <button>Show</button>
    </form>
  </section>`
}

function renderSelect(name: string, label: string, value: string, options: Readonly<Record<string, string>>): Markup {
  return html`<p>
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      ${Object.entries(options).map(
        ([key, text]) => html`<option value="${key}" ${key === value ? 'selected' : ''}>${text}</option>`,
      )}
    </select>
  </p>`
}

function renderInput(name: string, label: string, value: string, example: string): Markup {
  return html`<p>
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      placeholder="${example}"
      autocomplete="off"
      spellcheck="false"
    />
  </p>`
}
