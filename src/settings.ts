import { z } from 'zod'
import { configSchema } from './config-schema.ts'
import { secretsSchema } from './config-secrets.ts'

/** One setting as documentation and environment see it. */
export interface Setting {
  /** `smtp.host` in the file; secrets have the name only. */
  readonly path: string
  /** `COURANT_SMTP_HOST`. */
  readonly variable: string
  readonly description: string
  readonly secret: boolean
  /** Whether the value is text as it stands; everything else is read as YAML. */
  readonly text: boolean
}

/** Every setting, in the order of the schema. */
export function listSettings(): Setting[] {
  return [...listLeaves(configSchema, [], false), ...listLeaves(secretsSchema, [], true)]
}

function listLeaves(schema: z.ZodObject, path: readonly string[], secret: boolean): Setting[] {
  return Object.entries(schema.shape).flatMap(([name, child]) => {
    const at = [...path, name]
    return child instanceof z.ZodObject ? listLeaves(child, at, secret) : [buildSetting(child as z.ZodType, at, secret)]
  })
}

function buildSetting(schema: z.ZodType, path: readonly string[], secret: boolean): Setting {
  const description = schema.description
  if (description === undefined) throw new Error(`The setting ${path.join('.')} has no description.`)
  return { path: path.join('.'), variable: variableName(path), description, secret, text: isText(schema) }
}

function variableName(path: readonly string[]): string {
  const words = path.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase())
  return `COURANT_${words.join('_')}`
}

function isText(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isText(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodPipe) return isText(schema.in as z.ZodType)
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodURL
}

/** The JSON Schema of `courant.yaml`, as text; `# yaml-language-server: $schema=…` makes an editor use it. */
export function formatConfigSchema(): string {
  return JSON.stringify(z.toJSONSchema(configSchema, { io: 'input' }), undefined, 2)
}
