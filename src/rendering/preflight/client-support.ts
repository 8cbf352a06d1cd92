import { caniemail } from 'caniemail'
import type { Finding } from './finding.ts'
import { found, type CheckedPage } from './page.ts'

type Client = Parameters<typeof caniemail>[0]['clients'][number]

/** The clients that nine in ten readers use. Thunderbird is complete where it has data, and has data for few features. */
const clients: Client[] = [
  'apple-mail.ios',
  'apple-mail.macos',
  'gmail.android',
  'gmail.desktop-webmail',
  'gmail.ios',
  'gmail.mobile-webmail',
  'outlook.android',
  'outlook.ios',
  'outlook.macos',
  'outlook.outlook-com',
  'outlook.windows',
  'samsung-email.android',
  'yahoo.desktop-webmail',
  'yahoo.ios',
]

/** Features that a client may lack without harm, and why. What is not here and not supported becomes a warning. */
export const allowedFeatures: Readonly<Record<string, string>> = {
  '<style> element': 'every colour, size and space of the light scheme stands inline too',
  '<body> element': 'the background stands on the outer div as well',
  '@media': 'it carries the dark scheme and smaller margins; without it the light scheme fits every width',
  'color-scheme meta tag': 'a client that does not know it shows the light scheme',
  'color-scheme CSS property': 'a client that does not know it shows the light scheme',
  'Class selector': 'used by the dark scheme only',
  'Type selector': 'used by the dark scheme and by resets only',
  'ID selector': 'a reset for one client',
  'Descendant combinator': 'used by the dark scheme and by resets only',
  'Chaining selectors': 'used by the dark scheme only',
  'Child combinator': 'used by the dark scheme only',
  'Attribute selector': 'used by the dark scheme only',
  '!important keyword': 'used by the dark scheme only',
  'aria-label attribute': 'it says "84 upvotes" for a sign that is also shown',
  'role attribute': 'it tells a screen reader that tables are layout',
  'lang attribute': 'a screen reader then takes its own language',
  'dir attribute': 'titles in right-to-left scripts are then aligned left and still readable',
  'display:none': 'it hides the preheader, which is then a line above the masthead',
  opacity: 'it hides the preheader a second time',
  'max-height property': 'it hides the preheader a second time',
  overflow: 'it hides the preheader a second time',
  'height property': 'it stands in a reset for images',
  'max-width': 'Outlook gets the width from a table attribute',
  outline: 'it stands in a reset for images',
  'word-spacing': 'MJML writes its default',
  'word-break': 'a word of a hundred letters then widens the page',
  'overflow-wrap': 'a word of a hundred letters then widens the page',
  'table-layout': 'a word of a hundred letters then widens the page',
  'letter-spacing': 'the masthead is then a little wider',
  'text-transform': 'the two headings are then not in capitals',
  'display:inline-block': 'the button is then a coloured link',
  'text-decoration': 'title links are then underlined',
  'text-decoration-color': 'the line under a link then has the colour of its text',
  'text-decoration-thickness': 'the line under a link is then a little thicker',
  'text-wrap': 'the last line of a title may then be one word',
  'text-underline-offset': 'the line under a link is then a little nearer',
}

/** What the mail uses and a client does not support at all (caniemail.com), by feature. */
export function checkClientSupport({ html }: CheckedPage): Finding[] {
  const { issues } = caniemail({ clients, html })
  const byFeature = new Map<string, Set<string>>()
  for (const [client, unsupported] of issues.errors) {
    for (const { title } of unsupported) byFeature.set(title, (byFeature.get(title) ?? new Set()).add(client))
  }
  return [...byFeature]
    .filter(([feature]) => !(feature in allowedFeatures))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, without]) =>
      found('warning', 'client.support', `${feature} is not supported by ${[...without].join(', ')}.`),
    )
}
