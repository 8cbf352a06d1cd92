const generic =
  /^\W*(?:(?:the |full |read )?(?:paper|papers?|pdf|arxiv(?: page)?|abs|abstract|html|link|links|url|source|doi|here|this|more|project(?: page)?|code|github|hugging ?face|hf|openreview|alphaxiv|details?|view|website|blog|tweet|demo)(?: (?:paper|page|more|on arxiv|on hugging ?face|pdf|here|it|link))?|arxiv:?\s*\S+|\d{4}\.\d{4,5}(?:v\d+)?|https?:\/\/\S*|\d+|10\.\d{4,}\/\S+)\W*$/i

/** Whether the words of a link say only what kind of link it is. */
export function isGeneric(text: string): boolean {
  return generic.test(text)
}

/** What a heading of a page says, and no title of a paper. */
export const pageTitle =
  /\b20\d\d[-/.]\d\d?|【|^cite as\b|^(?:the |my |our |this |today'?s? |daily |weekly |top |best |latest |new |more |other )*(?:papers?|digest|reading list|readings|links|news|newsletter|highlights|summary|contents|table of contents|archive)\b/i

/** Whether a text only stands between others. */
export function isSeparator(text: string): boolean {
  return /^[\s|·•,;:.()[\]/&<>\p{Extended_Pictographic}\ufe0f-]*(?:and|or)?[\s|·•,;:.()[\]/&<>-]*$/u.test(text)
}
