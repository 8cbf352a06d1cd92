const group = String.raw`\{((?:[^{}]|\{[^{}]{0,500}\}){0,2000})\}`
const link = new RegExp(String.raw`\\href\s?\{([^{}\s]{1,2000})\}\s?${group}`, 'g')
const emphasis = new RegExp(String.raw`\\(?:emph|textit|textsl|textsc|texttt|textrm|textsf|underline)${group}`, 'g')
const bold = new RegExp(String.raw`\\(?:textbf|paragraph)\*?${group}`, 'g')
const heading = new RegExp(String.raw`^[ \t]*\\((?:sub){0,2})(?:section|chapter)\*?${group}`, 'gm')
const structure =
  /^[ \t]*\\(?:begin|end|documentclass|usepackage|maketitle|title|author|date|tableofcontents|label|newcommand|bibliography|bibliographystyle|centering|noindent)\b.*$/gm

/** Writes links, headings, items and bold words of LaTeX as those of Markdown, line for line; other TeX stays. */
export function writeLatexAsMarkdown(text: string): string {
  return skipPreamble(text)
    .replaceAll(/(?<!\\)%.*$/gm, '')
    .replaceAll(structure, '')
    .replaceAll(/\\url\s?\{([^{}\s]{1,2000})\}/g, '$1')
    .replaceAll(link, (_, address: string, words: string) => `[${words}](${address.replaceAll('\\', '')})`)
    .replaceAll(heading, (_, depth: string, words: string) => `${'#'.repeat(1 + depth.length / 3)} ${words}`)
    .replaceAll(bold, '**$1**')
    .replaceAll(emphasis, '$1')
    .replaceAll(/^[ \t]*\\item\b(?:\[[^[\]]{0,200}\])?[ \t]*/gm, '- ')
    .replaceAll(/\\\\(?:\[[^[\]]{0,20}\])?[ \t]*$|\\(?:newline|par|quad|hfill|newblock)\b/gm, '')
    .replaceAll('~', ' ')
}

/** Lines above the document stay as empty ones. */
function skipPreamble(text: string): string {
  const start = text.indexOf(String.raw`\begin{document}`)
  return start < 0 ? text : text.slice(0, start).replaceAll(/[^\n]/g, '') + text.slice(start)
}
