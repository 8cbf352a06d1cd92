import type { AddrSpec } from './address.ts'

/** What is said to the server, not what stands in the header (RFC 5321 §2.3.1). */
export interface Envelope {
  /** Reverse-path; null is `<>`. */
  readonly mailFrom: AddrSpec | null
  /** Forward-path; one, because every reader has links of their own. */
  readonly rcptTo: AddrSpec
}
