/** A tie is a space between words; between numbers people write it for "to" and before them for "about". */
export function formatTie(before: string, next: string): string {
  if (/^\\[A-Za-z%]/.test(next) && /[\p{L}\p{N}\p{M})\]}.,;:”%]$/u.test(before)) return ' '
  return /[\p{L}\p{M})\]}.,;:”']$/u.test(before) && /^[\p{L}\\($[]/u.test(next) ? ' ' : '~'
}
