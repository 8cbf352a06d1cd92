import { AppError } from '../../../errors.ts'

/** A JSON value from outside, read field by field. */
export type Json = Readonly<Record<string, unknown>>

/** Reads the body of a webhook. @throws AppError `invalid` */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch (error) {
    throw new AppError('invalid', 'The body of the webhook is no JSON.', { cause: error })
  }
}

/** An object's own field as an object; empty when it is none. */
export function objectAt(value: unknown, name?: string): Json {
  const found = name === undefined ? value : fieldOf(value, name)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Json) : {}
}

/** An object's own field as text; empty when it is neither text nor a number. */
export function textAt(value: unknown, name: string): string {
  const found = fieldOf(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** An object's own field as a list; empty when it is none. */
export function listAt(value: unknown, name: string): readonly unknown[] {
  const found = fieldOf(value, name)
  return Array.isArray(found) ? found : []
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Json)[name] : undefined
}
