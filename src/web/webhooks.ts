/** The port to what sending services report; each request proves itself by its signature, so no origin is asked for. */
export interface Webhooks {
  /**
   * Takes in one request.
   *
   * @param headers names in lower case
   * @throws AppError `unauthorized` for a wrong signature, `not_found` for a service that the settings lack
   */
  receive(provider: string, headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Promise<void>
}
