import { findingsOf, type Finding } from './finding.ts'

/** A way to ask the public pages; throws when nobody answers. Redirects are not followed. */
export type AskPage = (
  url: string,
  request?: { readonly method: 'POST'; readonly body: string },
) => Promise<{ readonly status: number; readonly date?: string }>

const web = findingsOf('web')
const unsubscribe = findingsOf('unsubscribe')

/** Whether the public pages answer over https. */
export async function checkWeb(publicUrl: string | undefined, ask: AskPage): Promise<Finding[]> {
  if (publicUrl === undefined) {
    return [
      web.warning(
        'There are no public pages (web.publicUrl), so readers leave by mail only.',
        'Set web.publicUrl to an https address that reaches courant serve; large providers ask for one-click unsubscribing.',
      ),
    ]
  }
  if (!publicUrl.startsWith('https:')) {
    return [
      web.error(
        `${publicUrl} is not https, which one-click unsubscribing needs (RFC 8058 §3.1).`,
        'Put a certificate in front of the pages.',
      ),
    ]
  }
  try {
    const { status } = await ask(publicUrl)
    if (status < 400) return [web.ok(`${publicUrl} answers.`)]
    return [
      web.error(
        `${publicUrl} answers ${status}.`,
        'Check that courant serve runs there, and what the proxy in front of it says.',
      ),
    ]
  } catch (error) {
    return [
      web.error(
        `${publicUrl} does not answer (${(error as Error).message}).`,
        'Check the address, its DNS, its certificate, and that courant serve runs.',
      ),
    ]
  }
}

/**
 * Walks the way of a mail program with a token of nobody: a signed link is taken and a forged one is not, without cookie
 * or redirect (RFC 8058 §3.1).
 *
 * @param links one that this machine has signed for nobody, and one that is forged; absent without pages or key
 */
export async function checkUnsubscribe(
  links: { readonly signed: string; readonly forged: string } | undefined,
  ask: AskPage,
): Promise<Finding[]> {
  if (links === undefined) {
    return [
      unsubscribe.unknown('There are no signed links to try.', 'Set web.publicUrl and COURANT_SECRET, then ask again.'),
    ]
  }
  const post = { method: 'POST', body: 'List-Unsubscribe=One-Click' } as const
  try {
    const signed = await ask(links.signed, post)
    const forged = await ask(links.forged, post)
    return [judgeOneClick(signed.status, forged.status)]
  } catch (error) {
    return [
      unsubscribe.error(
        `The one-click address does not answer (${(error as Error).message}).`,
        'Nobody can unsubscribe until it does. Check courant serve and the proxy in front of it.',
      ),
    ]
  }
}

function judgeOneClick(signed: number, forged: number): Finding {
  if (signed >= 300 && signed < 400) {
    return unsubscribe.error(
      `One-click unsubscribing is redirected (${signed}), which mail programs do not follow (RFC 8058 §3.1).`,
      'Set web.publicUrl to the address that the redirect leads to.',
    )
  }
  if (signed >= 400) {
    return unsubscribe.error(
      `One-click unsubscribing answers ${signed} to a link signed here.`,
      'Check that the pages have the same COURANT_SECRET as this machine, and that the proxy lets POST through.',
    )
  }
  if (forged < 400) {
    return unsubscribe.error(
      'The address takes forged links too, so it is not the page of courant.',
      'Check what answers at web.publicUrl.',
    )
  }
  return unsubscribe.ok('One-click unsubscribing takes a signed link and refuses a forged one.')
}
