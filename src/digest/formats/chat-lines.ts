/** Who wrote a message of a chat, and when: `[20/11/26, 09:10:00] Ann Example: …`, or on lines of its own above it. */
const sender = new RegExp(
  [
    String.raw`^\u200e?(?:\[\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\] [^:\n]{1,40}: `,
    String.raw`\d{1,2}[./]\d{1,2}[./]\d{2,4}, \d{1,2}:\d\d(?:\s?[ap]m)? - [^:\n]{1,40}: `,
    String.raw`\p{Lu}[^\n:]{1,40} \s?\[?\d{1,2}:\d\d(?:\s?[ap]m)?\]?$`,
    String.raw`\[[^[\]\n]{0,30}\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\] ?\p{Lu}[^\n:]{1,40}$`,
    String.raw`[^\n:[\]]{1,60}, \[\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\]:?$`,
    String.raw`\p{Lu}[^\n:]{1,40}\n[ \t]{0,4}(?::[\w+-]{1,40}:)?[ \t]{0,4}\d{1,2}:\d\d(?:\s?[ap]m)?$)`,
  ].join('|'),
  'gimu',
)

/** What a chat adds below a message: reactions with their numbers, replies, the name of a site, days between. */
const added =
  /^[ \t]*(?::[\w+-]{1,40}:(?:[ \t]*\d{1,4})?|\d{1,4}|\d{1,4} repl(?:y|ies)|last reply .{1,40}|view thread|\(?edited\)?|new|([\w-]{1,40}\.[a-z]{2,6})\1?|(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day, .{1,30}))[ \t]*$/gim

/** Parts messages by rules, and takes away what a chat writes around them; lines stay lines. */
export function dropChatLines(text: string): string {
  const plain = text.replaceAll(sender, (words) => (/[:] $/.test(words) ? '' : rule + words.replaceAll(/[^\n]/g, '')))
  return plain === text ? text : plain.replaceAll(added, '')
}

/** No underline of a heading, which the line above it would be. */
const rule = '- - -'
