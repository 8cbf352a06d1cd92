/** Text as Latin-1 text of its UTF-8 octets; ASCII is that already. */
export function toOctetText(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1')
}
