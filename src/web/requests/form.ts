import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError } from '../../errors.ts'

/** The fields of a posted form: every name with its values, in order. */
export interface Form {
  /** The one value of a field, trimmed; empty when it is absent. @throws AppError `invalid` when it was given twice */
  get(name: string): string
  list(name: string): readonly string[]
}

/** Octets that the body of a request may have. */
const maxBodyBytes = 16 * 1024
const maxFields = 400

/**
 * Reads a posted form in either encoding.
 *
 * @param maxBytes for a form that is longer than others
 * @throws AppError `invalid` for another content type, too many fields, and bodies that are none
 */
export async function readForm(c: Context, maxBytes = maxBodyBytes): Promise<Form> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return readUrlEncoded(c, maxBytes)
  if (type === 'multipart/form-data') return buildForm(await readMultipart(c, maxBytes))
  throw new AppError('invalid', 'This is no form that was filled in on one of our pages.')
}

/** Files are of no use here and count as nothing. */
async function readMultipart(c: Context, maxBytes: number): Promise<Iterable<[string, string]>> {
  try {
    const headers = { 'content-type': c.req.header('content-type') ?? '' }
    const data = await new Response(await readBody(c, maxBytes), { headers }).formData()
    return [...data].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
  } catch (error) {
    if (error instanceof HTTPException) throw error
    throw cutOff(error)
  }
}

async function readUrlEncoded(c: Context, maxBytes = maxBodyBytes): Promise<Form> {
  return buildForm(new URLSearchParams((await readBody(c, maxBytes)).toString()))
}

/**
 * The octets of the body, and no more than a form may have, or `maxBytes`. Hono's own limit makes a new Request of a body without a
 * declared length, which Node's adapter does not allow.
 *
 * @throws HTTPException 413
 */
export async function readBody(c: Context, maxBytes = maxBodyBytes): Promise<Buffer<ArrayBuffer>> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw new HTTPException(413)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      size += chunk.length
      if (size > maxBytes) throw new HTTPException(413)
      chunks.push(chunk)
    }
  } catch (error) {
    throw c.req.raw.signal.aborted ? cutOff(error) : error
  }
  return Buffer.concat(chunks)
}

/** Whoever hangs up amid a form makes no fault of ours. */
function cutOff(cause: unknown): AppError {
  return new AppError('invalid', 'The form did not arrive whole; please send it again.', { cause })
}

function buildForm(fields: Iterable<[string, string]>): Form {
  const values = new Map<string, string[]>()
  let count = 0
  for (const [name, value] of fields) {
    count += 1
    if (count > maxFields) throw new AppError('invalid', `The form has more than ${maxFields} fields.`)
    values.set(name, [...(values.get(name) ?? []), value.toWellFormed()])
  }
  return {
    get(name) {
      const found = values.get(name) ?? []
      if (found.length > 1) throw new AppError('invalid', `The form gives "${name}" more than once.`)
      return found[0]?.trim() ?? ''
    },
    list: (name) => values.get(name) ?? [],
  }
}

/** As readForm; octets without the type of a form are read as one, because some mail programs send the one click so. */
export async function readOneClickForm(c: Context): Promise<Form> {
  if (/^multipart\/form-data/i.test(c.req.header('content-type') ?? '')) return readForm(c)
  return readUrlEncoded(c)
}

/** Whether a form is the one-click request of a mail program (RFC 8058 §3.1); some end it with a line break. */
export function isOneClick(form: Form): boolean {
  return form.list('List-Unsubscribe').some((value) => value.trim() === 'One-Click')
}
