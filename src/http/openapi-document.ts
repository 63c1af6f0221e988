import type { JsonSchema } from './json-schema.ts'
import { bounded, tidy } from './json-schema.ts'
import type { Format } from './negotiation.ts'
import { MEDIA_TYPES } from './negotiation.ts'
import { FORMS, formSchemas } from './openapi-forms.ts'
import { shareParameters } from './openapi-sharing.ts'
import { PROBLEM_MEDIA_TYPE } from './problem.ts'
import type { ProblemKind } from './problem-types.ts'
import { PROBLEM_TYPES } from './problem-types.ts'

interface Media { schema?: JsonSchema, example?: unknown, examples?: unknown }
interface Reference { $ref: string }
interface Response { description: string, headers?: Record<string, unknown>, content?: Record<string, Media> }
interface Parameter extends Media {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: JsonSchema
  style?: string
  explode?: boolean
}
interface Operation {
  summary?: string
  tags?: string[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Response | Reference>
  /** Of the route, for `finish` alone. */
  'x-formats'?: Format[]
  'x-of-register'?: boolean
  security?: Record<string, string[]>[]
}
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>, parameters?: object, responses?: object, headers?: object }
  [member: string]: unknown
}

const PROBLEM_SCHEMA = '#/components/schemas/Problem'
/** One name and one example per status; a route may answer other kinds with it, which its description says. */
const RESPONSES: Record<string, { name: string, kind: ProblemKind, description: string }> = {
  400: { name: 'BadRequest', kind: 'invalid-request', description: 'Something in the request cannot be used; `errors` names it.' },
  401: { name: 'Unauthenticated', kind: 'unauthenticated', description: 'A key is needed, or the one that came is not valid.' },
  403: { name: 'Forbidden', kind: 'forbidden', description: 'The key lacks the scope that is needed.' },
  404: { name: 'NotFound', kind: 'not-found', description: 'There is no such thing; `type` tells why.' },
  406: { name: 'NotAcceptable', kind: 'not-acceptable', description: 'There is no answer in a form that Accept names.' },
  409: { name: 'Conflict', kind: 'wrong-state', description: 'It does not fit with what is there; `type` tells why.' },
  410: { name: 'Gone', kind: 'gone', description: 'It is no longer there.' },
  412: { name: 'PreconditionFailed', kind: 'precondition-failed', description: 'It has changed since it was read.' },
  413: { name: 'BodyTooLarge', kind: 'body-too-large', description: 'The body is over the limit.' },
  415: { name: 'UnsupportedMediaType', kind: 'unsupported-media-type', description: 'The body has a type or coding that is not taken here.' },
  416: { name: 'RangeNotSatisfiable', kind: 'range-not-satisfiable', description: 'The file has none of the bytes that `Range` names.' },
  428: { name: 'PreconditionRequired', kind: 'precondition-required', description: '`If-Match` is needed.' },
  429: { name: 'TooManyRequests', kind: 'too-many-requests', description: 'The requests allowed in a minute are used up.' },
  500: { name: 'ServerError', kind: 'internal', description: 'Something unexpected went wrong.' },
  503: { name: 'Unavailable', kind: 'unavailable', description: 'The database is away for the moment.' },
  default: { name: 'OtherProblem', kind: 'unavailable', description: 'Any other problem.' },
}
const HEADERS = {
  'API-Version': { description: 'Version of the API.', schema: { type: 'string', maxLength: 20, pattern: '^\\d+\\.\\d+\\.\\d+' }, example: '0.1.0' },
  'Access-Control-Allow-Origin': { description: 'Open for reading from any origin.', schema: { type: 'string', enum: ['*'] }, example: '*' },
  Link: { description: 'The next page, `rel="next"` (RFC 8288).', schema: { type: 'string', maxLength: 2000, pattern: '^<.+>; rel="next"$' }, example: '</v1/enterprises?cursor=pA3x>; rel="next"' },
  ETag: { description: 'Strong tag of this very representation, for `If-None-Match` (RFC 9110).', schema: { type: 'string', maxLength: 100, pattern: '^"[^"]+"$' }, example: '"21004.20261122.pA3xq0Zr5t_1kLmN"' },
  RateLimit: { description: 'What is left of the limit: `r` requests for the next `t` seconds (IETF draft ratelimit-headers).', schema: { type: 'string', maxLength: 100, pattern: '^"(address|key)";r=\\d+;t=\\d+$' }, example: '"address";r=1187;t=42' },
  'RateLimit-Policy': { description: 'The limit of this caller: `q` requests in `w` seconds, by address or, with a key, by key.', schema: { type: 'string', maxLength: 100, pattern: '^"(address|key)";q=\\d+;w=\\d+$' }, example: '"address";q=1200;w=60' },
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 86_400 }, example: 5 },
}

/** What the generators leave open: shared problems and headers, tidy schemas, and no component that nothing reaches. */
export function finish (generated: OpenApiDocument): OpenApiDocument {
  // A copy without shared parts, which YAML would print as anchors.
  const document = JSON.parse(JSON.stringify(generated)) as OpenApiDocument
  const { components, paths } = document
  components.schemas = Object.fromEntries(Object.entries(components.schemas).map(([name, schema]) => [name, bounded(tidy(schema))]))
  Object.assign(components.schemas, formSchemas())
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  for (const operation of operations) finishOperation(operation, components.schemas)
  components.parameters = shareParameters(operations)
  components.headers = HEADERS
  components.responses = { [UNCHANGED]: unchanged(), ...Object.fromEntries(Object.values(RESPONSES).map((response) => [response.name, problemResponse(response)])) }
  return prune(document)
}

function finishOperation (operation: Operation, schemas: Record<string, JsonSchema>): void {
  for (const parameter of operation.parameters ?? []) if (!('$ref' in parameter)) finishParameter(parameter)
  for (const media of Object.values(operation.requestBody?.content ?? {})) if (media.schema) media.schema = bounded(tidy(media.schema))
  const { responses, 'x-formats': formats = ['json'], 'x-of-register': isOfRegister = false } = operation
  delete operation['x-formats']
  delete operation['x-of-register']
  for (const [status, response] of Object.entries(responses)) {
    if ('$ref' in response) continue
    if (response.content?.[PROBLEM_MEDIA_TYPE]) responses[status] = referenceTo(status)
    else finishResponse(response, schemas)
    if (status === '200' && (isOfRegister || formats.length > 1)) addForms(response, formats, isOfRegister)
  }
  if (isOfRegister) responses['304'] = { $ref: `#/components/responses/${UNCHANGED}` }
  if (formats.length > 1 || isOfRegister) responses['406'] ??= referenceTo('406')
  const isPublic = operation.security?.some((requirement) => Object.keys(requirement).length === 0)
  for (const status of ['400', '401', ...isPublic ? [] : ['403'], '429', '500', 'default']) responses[status] ??= referenceTo(status)
}

function finishParameter (parameter: Parameter): void {
  parameter.schema = bounded(tidy(parameter.schema))
  if (parameter.in !== 'query') return
  parameter.required ??= false
  if (parameter.schema.type === 'array') Object.assign(parameter, { style: 'form', explode: false })
  // Swagger UI fills in the example of every parameter at once, and all of them together find nothing.
  if (parameter.example !== undefined && !parameter.required) {
    parameter.description = `${parameter.description ?? ''} Example: \`${[parameter.example].flat().join(',')}\`.`.trim()
    delete parameter.example
  }
}

function finishResponse (response: Response, schemas: Record<string, JsonSchema>): void {
  const headers: Record<string, Reference> = headersOf(200)
  for (const media of Object.values(response.content ?? {})) {
    if (!media.schema) continue
    media.schema = bounded(tidy(media.schema))
    const component = schemas[nameIn(media.schema['$ref'])] ?? media.schema
    if (response.description === 'Default Response') response.description = String(component['description'] ?? 'The answer.')
    if (component.properties?.['next']) headers['Link'] = header('Link')
  }
  response.headers = { ...headers, ...response.headers }
}

const UNCHANGED = 'NotModified'
const unchanged = (): Response => ({
  description: 'The representation that `If-None-Match` names is still the present one.',
  headers: { ...headersOf(304), ETag: header('ETag') },
})

/** What a list is in other forms than JSON, and the tag that all of them have where they are the register's. */
function addForms (response: Response | Reference, formats: Format[], isOfRegister: boolean): void {
  if ('$ref' in response) return
  if (isOfRegister) response.headers = { ...response.headers, ETag: header('ETag') }
  for (const format of formats.filter((one) => one !== 'json')) {
    const [type] = MEDIA_TYPES[format].split(';')
    // What a route describes itself it knows better.
    response.content![type!] ??= formOf(format)
  }
}

function formOf (format: Format): Media {
  const { name, example } = FORMS[format]!
  return { schema: { $ref: `#/components/schemas/${name}` }, example }
}

/** What happens before a caller is counted, or instead of an answer, carries no limit. */
const headersOf = (status: number): Record<string, Reference> => ({
  'API-Version': header('API-Version'),
  'Access-Control-Allow-Origin': header('Access-Control-Allow-Origin'),
  ...status < 500 && { RateLimit: header('RateLimit'), 'RateLimit-Policy': header('RateLimit-Policy') },
  ...(status === 429 || status === 503) && { 'Retry-After': header('Retry-After') },
})

const header = (name: keyof typeof HEADERS): Reference => ({ $ref: `#/components/headers/${name}` })

const nameIn = (reference: unknown): string => typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : ''

function referenceTo (status: string): Reference {
  const response = RESPONSES[status] ?? RESPONSES['default']!
  return { $ref: `#/components/responses/${response.name}` }
}

function problemResponse ({ kind, description }: { kind: ProblemKind, description: string }): Response {
  const { status, title, detail } = PROBLEM_TYPES[kind]
  const errors = kind === 'invalid-request' ? [{ path: 'limit', message: 'must be a whole number from 1 to 1000' }] : undefined
  return {
    description,
    headers: headersOf(status),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: PROBLEM_SCHEMA },
        example: { type: `/problems/${kind}`, title: title.en, status, detail: errors ? 'Cannot be used: limit.' : detail.en, ...errors && { errors } },
      },
    },
  }
}

/** The type provider makes `X` and `XInput` of every id; keep what the paths reach, whatever kind of component it is. */
function prune (document: OpenApiDocument): OpenApiDocument {
  const components = document.components as unknown as Record<string, Record<string, unknown>>
  const reached = new Set<string>()
  const visit = (node: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(node).matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)) {
      if (reached.has(`${kind}/${name}`)) continue
      reached.add(`${kind}/${name}`)
      visit(components[kind]?.[name] ?? null)
    }
  }
  visit(document.paths)
  for (const kind of ['schemas', 'parameters', 'responses', 'headers']) {
    const used = Object.entries(components[kind] ?? {}).filter(([name]) => reached.has(`${kind}/${name}`))
    components[kind] = Object.fromEntries(used.sort(([a], [b]) => a < b ? -1 : 1))
  }
  return document
}
