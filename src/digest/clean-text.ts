/**
 * What may stand in a title, an abstract or a name. Texts come from strangers and go into mails, pages and terminals,
 * so characters that nobody sees, or that make others look like what they are not, end here (FAULTS of text: controls,
 * bidirectional overrides, zero-width and tag characters, piles of combining marks).
 */

const plain = /^[\x20-\x7e]*$/

/** C0 and C1 controls except those that are spaces. */
const controls = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g
const spaces = /[\s\u0085\u2028\u2029]+/g

/**
 * Bidirectional marks, overrides and isolates; zero-width characters, soft hyphens, fillers; language tags; private
 * use (rendering marks its own places with U+E000 to U+F8FF); noncharacters.
 */
const invisible = new RegExp(
  String.raw`[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef]` +
    String.raw`|[\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\u{1d173}-\u{1d17a}\u{e0000}-\u{e01ef}\u{f0000}-\u{10ffff}]`,
  'gu',
)

/** Joiners stay where a script or an emoji needs them; variation selectors only after what has variants. */
const strayJoiner =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{Mn}\p{Emoji}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu
const strayVariation = /(?<![\p{Extended_Pictographic}0-9#*\p{Sm}\p{So}])[\ufe00-\ufe0f]|[\ufe00-\ufe0d]/gu

const mostMarks = 8
const pileOfMarks = new RegExp(String.raw`(\p{M}{${mostMarks}})\p{M}+`, 'gu')

/** One line of clean Unicode (NFC): no control, invisible or private character, single spaces, nothing at the ends. */
export function cleanText(text: string): string {
  if (plain.test(text)) return text.includes('  ') ? text.replace(/ {2,}/g, ' ').trim() : text.trim()
  return (
    text
      .toWellFormed()
      // First, because to a pattern a zero-width U+FEFF is a space.
      .replace(invisible, '')
      .replace(spaces, ' ')
      .replace(controls, '')
      .replace(strayVariation, '')
      .replace(strayJoiner, '')
      .replace(pileOfMarks, '$1')
      .normalize('NFC')
      .replace(/ {2,}/g, ' ')
      .trim()
  )
}
