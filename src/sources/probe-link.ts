import { requestGuarded, type RequestOptions } from './guarded-request.ts'

/**
 * The HTTP status of a link, asked with HEAD by the rules of guarded requests: a link comes from a digest, and nothing
 * in a digest may reach into the operator's network. After three redirects the status is that of the next one, because
 * a link that still redirects does answer. Throws `invalid` or `unavailable` like any guarded request.
 */
export async function probeLink(url: string, options: RequestOptions): Promise<number> {
  const { message } = await requestGuarded('HEAD', url, options)
  message.destroy()
  return message.statusCode ?? 0
}
