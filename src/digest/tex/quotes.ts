/** TeX's quotation marks as typographic ones; its dashes read well as they are. */
export function restoreQuotes(text: string): string {
  if (!/`|''/.test(text)) return text
  return text
    .replace(/``([^`]{1,400}?)(?:''|")/g, '“$1”')
    .replace(/(?<![\p{L}\p{N}'])''([\p{L}][^'"]{0,80}?)''/gu, '“$1”')
    .replace(/(?<![\p{L}\p{N}`])`([^`'\n]{1,80})'(?![\p{L}\p{N}'])/gu, '‘$1’')
}
