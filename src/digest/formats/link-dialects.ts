/** Who wrote a message of a chat, and when: `[20/11/26, 09:10:00] Ann Example: …`, or on a line above it. */
const sender =
  /^\u200e?(?:\[\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\] [^:\n]{1,40}: |\d{1,2}[./]\d{1,2}[./]\d{2,4}, \d{1,2}:\d\d(?:\s?[ap]m)? - [^:\n]{1,40}: |\p{Lu}[^\n:]{1,40} \s?\[?\d{1,2}:\d\d(?:\s?[ap]m)?\]?$)/gimu

/**
 * Lists are written in several languages of markup; here the links of Org, reStructuredText and wikis become those of
 * Markdown, and boxes of tasks, signs of quotations and names of who sent a message go. Lines stay lines, so that problems keep their numbers.
 */
export function writeAsMarkdown(text: string): string {
  return text
    .replaceAll(sender, '')
    .replaceAll(/\[\[(https?:\/\/[^\][\s]{1,2000})\]\[([^\][\n]{1,600})\]\]/g, '[$2]($1)')
    .replaceAll(/\[\[(?:[^\][|\n]{1,600}\|)?([^\][|\n]{1,600})\]\]/g, '$1')
    .replaceAll(/`([^`<>\n]{1,600}?)\s*<(https?:\/\/[^<>\s]{1,2000})>`__?/g, '[$1]($2)')
    .replaceAll(/^([ \t]*(?:[-*+]|\d{1,3}[.)]) )\[[ xX]\] /gm, '$1')
    .replaceAll(/^(?:(?:>|&gt;) ?)+/gm, '')
}
