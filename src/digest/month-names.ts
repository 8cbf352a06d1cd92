/** The months as browsers write them that translate a page: whole, or shortened. */
const months: readonly RegExp[] = [
  'jan(?:v|vier|uary|uar|uari|eiro)?|ene(?:ro)?|gen(?:naio)?|янв(?:аря)?',
  'feb(?:r|ruary|ruar|ruari|rero|braio)?|fevr(?:ier)?|fev(?:ereiro)?|февр?(?:аля)?',
  'mar(?:s|ch|z|zo|co|t)?|maerz|mrt|maart|мар(?:та)?',
  'apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|апр(?:еля)?',
  'may(?:o)?|mai(?:o)?|mei|mag(?:gio)?|мая',
  'june?|juni|juin|jun(?:io|ho)|giu(?:gno)?|июня?',
  'july?|juli|juil(?:let)?|jul(?:io|ho)|lug(?:lio)?|июля?',
  'aug(?:ust|ustus)?|aout|ago(?:sto)?|авг(?:уста)?',
  'sept?(?:ember|embre|iembre)?|set(?:t|embro|tembre)?|сент?(?:ября)?',
  'oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|окт(?:ября)?',
  'nov(?:ember|embre|iembre|embro)?|нояб?(?:ря)?',
  'dec(?:ember|embre)?|dez(?:ember|embro)?|dic(?:iembre|embre)?|дек(?:абря)?',
].map((names) => new RegExp(`^(?:${names})$`))

/** The number of a month, 1 is January, by its name in English or in a language that pages are translated to. */
export function findMonth(name: string): number | undefined {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const index = months.findIndex((pattern) => pattern.test(plain))
  return index < 0 ? undefined : index + 1
}
