import type { ArxivId } from './paper.ts'

/** An identifier and the version that the source names, if it names one. */
export interface VersionedArxivId {
  readonly arxivId: ArxivId
  readonly version?: number
}

/** Archives of the scheme used until March 2007 (arXiv help, "Understanding the arXiv identifier"). */
const archives =
  'acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con'

const id = String.raw`(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|(?:${archives})(?:\.[A-Z]{2})?\/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v(\d{1,3}))?`
const bare = new RegExp(String.raw`^(?:arxiv:\s*)?${id}$`, 'i')
const marked = new RegExp(String.raw`\barxiv:\s*${id}(?![\d/])`, 'i')
const oai = new RegExp(String.raw`^oai:arxiv\.org:${id}$`, 'i')

/** Addresses that end in an arXiv id: arXiv and its mirrors, Hugging Face, alphaXiv, the DOI of arXiv, and readers built on it. */
const address = new RegExp(
  String.raw`(?:\barxiv\.org|\balphaxiv\.org|\bar5iv\.(?:labs\.arxiv\.)?org|\bhuggingface\.co|\bhf\.co|\barxiv-sanity-lite\.com|\bscholar\.archive\.org|\bpaperswithcode\.com)\/(?:(?:[a-z]{2}\/)?(?:abs|pdf|html|ps|format|src|e-print|overview|papers|paper|forum|bibtex|list)\/)(?:arxiv[:.])?${id}(?!\d)`,
  'i',
)
const doi = new RegExp(String.raw`\b10\.48550\/arxiv\.${id}(?![\d/])`, 'i')

/** Reads an id from a bare id, `arXiv:…`, or any address form that people use for a paper; undefined when there is none. */
export function parseArxivId(text: string): VersionedArxivId | undefined {
  const short = text.trim().slice(0, 400)
  const match = bare.exec(short) ?? oai.exec(short) ?? doi.exec(short) ?? findAddress(short) ?? marked.exec(short)
  return match?.[1] === undefined ? undefined : toVersioned(match[1], match[2])
}

/** The login and date addresses of Hugging Face carry the paper's address percent-encoded. */
function findAddress(text: string): RegExpExecArray | null {
  return (
    address.exec(text.includes('%2F') ? text.replaceAll('%2F', '/').replace('?next=/', ' huggingface.co/') : text) ??
    address.exec(text)
  )
}

function toVersioned(written: string, version: string | undefined): VersionedArxivId | undefined {
  const arxivId = normalizeOldScheme(written)
  if (arxivId.includes('.') && !hasRightLength(arxivId)) return undefined
  return { arxivId: arxivId as ArxivId, ...(version === undefined ? {} : { version: Number(version) }) }
}

/** `math.GT/0309136` is `math/0309136`: the subject class is not part of the id. */
function normalizeOldScheme(written: string): string {
  return written.includes('/') ? written.toLowerCase().replace(/\.[a-z]{2}\//, '/') : written
}

/** The number has five digits from January 2015 on and four before; the scheme began in April 2007. */
function hasRightLength(arxivId: string): boolean {
  const month = Number(arxivId.slice(0, 4))
  return month >= 704 && arxivId.length === (month >= 1501 ? 10 : 9)
}
