import { z } from 'zod'

/** The part of JSON Schema that zod writes. */
export interface JsonSchema {
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  additionalProperties?: boolean | JsonSchema
  [keyword: string]: unknown
}

/**
 * What zod cannot say of itself: an instant is text on the wire, and a parameter that is read from text keeps the
 * default and the examples that its description states (zod drops both where a transform follows).
 */
export const onTheWire: NonNullable<z.core.ToJSONSchemaParams['override']> = ({ zodSchema, jsonSchema }) => {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  const { default: stated, examples } = z.globalRegistry.get(zodSchema) ?? {}
  if (stated !== undefined) Object.assign(jsonSchema, { default: stated })
  if (examples !== undefined) Object.assign(jsonSchema, { examples })
}

/** Walks schemas only where schemas stand, so that a property called `format` stays what it is. */
function eachPart (schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const { additionalProperties, ...result } = schema
  if (additionalProperties !== undefined) result['additionalProperties'] = typeof additionalProperties === 'object' ? change(additionalProperties) : additionalProperties
  if (result.properties) result.properties = Object.fromEntries(Object.entries(result.properties).map(([name, one]) => [name, change(one)]))
  if (result.items) result.items = change(result.items)
  for (const list of ['anyOf', 'oneOf', 'allOf'] as const) if (result[list]) result[list] = result[list].map(change)
  return result
}

/** Drops what zod states for itself and a client cannot use, and keeps answers open to new fields. */
export function tidy (schema: JsonSchema): JsonSchema {
  const { additionalProperties, ...rest } = schema
  const result = eachPart({ ...rest, ...typeof additionalProperties === 'object' && { additionalProperties } }, tidy)
  delete result['propertyNames']
  // zod's pattern of a day has 200 characters and says no more than its format.
  if (result.format === 'date' || result.format === 'date-time') delete result.pattern
  return withIntegerFormat(withoutNullBranch(result))
}

/** Longest forms: a day, and an instant in nanoseconds with its offset. */
const LENGTHS: Readonly<Record<string, number>> = { date: 10, 'date-time': 35 }
const ANY_TEXT = '^[^\\u0000]*$'

/** Says of every text how long it is at most and what it may hold, as far as that follows from its format or from PostgreSQL. */
export function bounded (schema: JsonSchema): JsonSchema {
  const result = eachPart(schema, bounded)
  if (![result.type].flat().includes('string') || result.enum || 'const' in result) return result
  const maxLength = result['maxLength'] ?? LENGTHS[result.format ?? '']
  return { ...result, ...maxLength !== undefined && { maxLength }, ...!result.format && !result.pattern && { pattern: ANY_TEXT } }
}

/** `anyOf: [X, null]` as the type array of JSON Schema 2020-12; a reference has no type to add to and stays. */
function withoutNullBranch (schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema
  const [value, ...others] = anyOf?.filter(({ type }) => type !== 'null') ?? []
  if (anyOf?.length !== 2 || value === undefined || others.length > 0 || typeof value.type !== 'string') return schema
  return { ...rest, ...value, type: [value.type, 'null'], ...value.enum && { enum: [...value.enum, null] } }
}

const INT32 = { least: -(2 ** 31), most: 2 ** 31 - 1 }

function withIntegerFormat (schema: JsonSchema): JsonSchema {
  if (![schema.type].flat().includes('integer') || schema.format) return schema
  const least = schema.exclusiveMinimum ?? schema.minimum ?? Number.MIN_SAFE_INTEGER
  const most = schema.exclusiveMaximum ?? schema.maximum ?? Number.MAX_SAFE_INTEGER
  return { ...schema, format: least >= INT32.least && most <= INT32.most ? 'int32' : 'int64' }
}
