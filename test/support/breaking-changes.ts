interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  default?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  [keyword: string]: unknown
}
interface Media { schema?: Schema }
interface Body { required?: boolean, content: Record<string, Media> }
interface Response { headers?: Record<string, unknown>, content?: Record<string, Media> }
interface Parameter { name: string, in: string, required?: boolean, style?: string, explode?: boolean, schema: Schema }
interface Operation {
  operationId?: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: Body
  responses: Record<string, Response | { $ref: string }>
  security?: object[]
}
export interface Description {
  paths: Record<string, Record<string, Operation>>
  components?: Record<string, Record<string, unknown>>
}

type Direction = 'request' | 'answer'
interface Sides { old: Description, now: Description }

/** Keywords whose value may go one way only in what clients send. */
const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']

/** What a client that was written against `old` trips over in `now`, one line each. New members of answers are no break. */
export function breakingChanges (old: Description, now: Description): string[] {
  const sides = { old, now }
  const present = operationsOf(now)
  return [...operationsOf(old)].flatMap(([address, was]) => {
    const is = present.get(address)
    return (is ? operationBreaks(was, is, sides) : ['is gone']).map((text) => `${address}: ${text}`)
  })
}

/** By method and path; what a variable of the path is called is no matter. */
function operationsOf ({ paths }: Description): Map<string, Operation> {
  return new Map(Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`, operation] as const)))
}

function operationBreaks (was: Operation, is: Operation, sides: Sides): string[] {
  return [
    ...was.operationId === is.operationId ? [] : [`operationId ${was.operationId} is now ${is.operationId}`],
    ...isOpen(was) && !isOpen(is) ? ['needs a key now'] : [],
    ...parameterBreaks(parametersOf(was, sides.old), parametersOf(is, sides.now), sides),
    ...bodyBreaks(was.requestBody, is.requestBody, sides),
    ...Object.entries(was.responses).filter(([status]) => status.startsWith('2')).flatMap(([status, response]) =>
      answerBreaks(resolve(response, sides.old), is.responses[status], sides).map((text) => `${status}: ${text}`)),
  ]
}

const isOpen = ({ security }: Operation) => !security?.length || security.some((requirement) => Object.keys(requirement).length === 0)

const parametersOf = ({ parameters = [] }: Operation, description: Description) => parameters.map((one) => resolve(one, description))

function parameterBreaks (was: Parameter[], is: Parameter[], sides: Sides): string[] {
  const present = keyed(is)
  const known = keyed(was)
  const added = [...present].filter(([name, parameter]) => parameter.required && !known.has(name)).map(([name]) => `${name} is needed now`)
  return [...added, ...[...known].flatMap(([name, parameter]) => {
    const other = present.get(name)
    if (!other) return [`${name} is gone`]
    return [
      ...other.required && !parameter.required ? [`${name} is needed now`] : [],
      ...other.style === parameter.style && other.explode === parameter.explode ? [] : [`${name} is written differently`],
      ...schemaBreaks(parameter.schema, other.schema, 'request', name, sides),
    ]
  })]
}

function keyed (parameters: Parameter[]): Map<string, Parameter> {
  let place = 0
  return new Map(parameters.map((parameter) => [parameter.in === 'path' ? `path ${++place}` : `${parameter.in} ${parameter.name}`, parameter]))
}

function bodyBreaks (was: Body | undefined, is: Body | undefined, sides: Sides): string[] {
  if (!was) return is?.required ? ['a body is needed now'] : []
  if (!is) return ['takes no body any more']
  return [...is.required && !was.required ? ['a body is needed now'] : [], ...contentBreaks(was.content, is.content, 'request', sides)]
}

function answerBreaks (was: Response, given: Response | { $ref: string } | undefined, sides: Sides): string[] {
  if (!given) return ['is answered no more']
  const is = resolve(given, sides.now)
  const lost = Object.keys(was.headers ?? {}).filter((name) => !(name in (is.headers ?? {}))).map((name) => `the header ${name} is gone`)
  return [...lost, ...contentBreaks(was.content ?? {}, is.content ?? {}, 'answer', sides)]
}

function contentBreaks (was: Record<string, Media>, is: Record<string, Media>, direction: Direction, sides: Sides): string[] {
  return Object.entries(was).flatMap(([type, { schema = {} }]) => {
    const other = is[type]
    return other ? schemaBreaks(schema, other.schema ?? {}, direction, type, sides) : [`${type} is gone`]
  })
}

function schemaBreaks (given: Schema, other: Schema, direction: Direction, where: string, sides: Sides, seen = new Set<string>()): string[] {
  const pair = `${given.$ref}|${other.$ref}`
  if (given.$ref && seen.has(pair)) return []
  const inside = given.$ref ? new Set([...seen, pair]) : seen
  const was = resolve(given, sides.old)
  const is = resolve(other, sides.now)
  // Whoever sends must still be understood, whoever reads must still understand: the same question with the sides changed.
  const [narrow, wide] = direction === 'request' ? [was, is] : [is, was]
  const below = (a: Schema, b: Schema, part: string) => schemaBreaks(a, b, direction, `${where}.${part}`, sides, inside)
  return [
    ...valueBreaks(narrow, wide, direction).map((text) => `${where} ${text}`),
    ...direction === 'request' ? boundBreaks(was, is).map((text) => `${where} ${text}`) : [],
    ...memberBreaks(was, is, direction).map((text) => `${where}.${text}`),
    ...Object.entries(was.properties ?? {}).flatMap(([name, member]) => is.properties?.[name] ? below(member, is.properties[name], name) : []),
    ...was.items && is.items ? below(was.items, is.items, '[]') : [],
    ...typeof was.additionalProperties === 'object' && typeof is.additionalProperties === 'object' ? below(was.additionalProperties, is.additionalProperties, '*') : [],
    ...variantBreaks(narrow, wide, (a, b) => (direction === 'request' ? below(a, b, '|') : below(b, a, '|')).length === 0).map((text) => `${where} ${text}`),
  ]
}

/** Whether every value of `narrow` is one of `wide`, as far as type, format and enumeration tell. */
function valueBreaks (narrow: Schema, wide: Schema, direction: Direction): string[] {
  const verb = direction === 'request' ? 'no longer takes' : 'may now be'
  const missing = (values: unknown[], among: unknown[]) => values.filter((value) => !among.includes(value)).map((value) => `${verb} ${JSON.stringify(value)}`)
  const types = (schema: Schema) => schema.type === undefined ? [] : [schema.type].flat()
  const values = (schema: Schema) => schema.enum ?? ('const' in schema ? [schema.const] : undefined)
  const [some, all] = [values(narrow), values(wide)]
  return [
    ...types(wide).length === 0 ? [] : types(narrow).length === 0 ? [`${verb} anything`] : missing(types(narrow).filter((type) => type !== 'integer' || !types(wide).includes('number')), types(wide)),
    ...all === undefined ? [] : some === undefined ? [`${verb} other values than ${JSON.stringify(all)}`] : missing(some, all),
    ...wide.format === undefined || wide.format === narrow.format || (wide.format === 'int64' && narrow.format === 'int32') ? [] : [`has the format ${direction === 'request' ? wide.format : narrow.format} now`],
  ]
}

function boundBreaks (was: Schema, is: Schema): string[] {
  const tighter = (keyword: string, sign: number) => {
    const [before, after] = [was[keyword], is[keyword]]
    return typeof after === 'number' && (typeof before !== 'number' || sign * (after - before) > 0)
  }
  return [
    ...[...LOWER_BOUNDS.filter((keyword) => tighter(keyword, 1)), ...UPPER_BOUNDS.filter((keyword) => tighter(keyword, -1))].map((keyword) => `has a tighter ${keyword}`),
    ...is.pattern !== undefined && is.pattern !== was.pattern ? ['has another pattern'] : [],
    ...JSON.stringify(is.default) === JSON.stringify(was.default) ? [] : ['has another default'],
  ]
}

function memberBreaks (was: Schema, is: Schema, direction: Direction): string[] {
  const names = Object.keys(was.properties ?? {})
  const gone = names.filter((name) => !is.properties?.[name]).map((name) => `${name} is gone`)
  const [fewer, more] = direction === 'request' ? [is.required ?? [], was.required ?? []] : [was.required ?? [], is.required ?? []]
  const kept = fewer.filter((name) => !more.includes(name) && (direction === 'request' || is.properties?.[name]))
  return [...gone, ...kept.map((name) => `${name} ${direction === 'request' ? 'is needed now' : 'may be missing now'}`)]
}

function variantBreaks (narrow: Schema, wide: Schema, fits: (one: Schema, other: Schema) => boolean): string[] {
  const [some, all] = [narrow.anyOf ?? narrow.oneOf, wide.anyOf ?? wide.oneOf]
  if (!some && !all) return []
  if (!some || !all) return ['is one of several forms on one side only']
  return some.some((one) => !all.some((other) => fits(one, other))) ? ['has other forms'] : []
}

function resolve <T extends object> (node: T | { $ref: string }, { components = {} }: Description): T {
  if (!('$ref' in node) || typeof node.$ref !== 'string') return node as T
  const [, , kind = '', name = ''] = node.$ref.split('/')
  return components[kind]?.[name] as T
}
