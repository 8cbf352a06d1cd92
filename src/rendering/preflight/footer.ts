import type { Finding } from './finding.ts'
import { found, squeeze, textOf, type CheckedPage } from './page.ts'

/** What law and the large receivers ask of every mail: a way out, the sender and a postal address, in both parts. */
export function checkFooter({ text, values, issue: { newsletter }, elements, texts }: CheckedPage): Finding[] {
  const findings: Finding[] = []
  const link = elements.find((element) => element.attribs['href'] === values.unsubscribeUrl)
  if (!link || textOf(link) === '') {
    findings.push(
      found(
        'error',
        'unsubscribe.missing',
        'The HTML has no unsubscribe link; a template lost {{reader.unsubscribeUrl}}.',
      ),
    )
  }
  if (!text.includes(values.unsubscribeUrl)) {
    findings.push(
      found(
        'error',
        'unsubscribe.text',
        'The text part has no unsubscribe link; a template lost {{reader.unsubscribeUrl}}.',
      ),
    )
  }
  if (newsletter.postalAddress === undefined || newsletter.postalAddress.trim() === '') {
    findings.push(
      found('error', 'postal.missing', 'There is no postal address; law asks for one. Set newsletter.postalAddress.'),
    )
  } else if (!squeeze(text).includes(squeeze(newsletter.postalAddress).slice(0, 60))) {
    findings.push(found('error', 'postal.text', 'The text part does not show the postal address; a template lost it.'))
  }
  if (!texts.some((piece) => piece.text.includes(newsletter.from.address))) {
    findings.push(found('warning', 'sender.missing', 'The mail does not say in its footer who sends it.'))
  }
  return findings
}
