import { readFile } from 'node:fs/promises'
import t from 'tap'
import { parse } from 'yaml'
import { z } from 'zod'
import { toYaml } from '../src/http/openapi-yaml.ts'
import { NO_DATABASE, testApp } from './support/app.ts'
import { probe } from './support/probe.ts'

interface Schema { type?: string | string[], enum?: unknown[], examples?: unknown[], [keyword: string]: unknown }
interface Media { schema?: Schema & { $ref?: string }, example?: unknown, examples?: unknown }
interface Parameter { name: string, in: string, description?: string, required?: boolean, schema: Schema }
interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  security?: object[]
  parameters?: (Parameter | { $ref: string })[]
  responses: Record<string, { $ref?: string, content?: Record<string, Media> }>
}
interface Document {
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>, parameters: Record<string, Parameter> }
}

/** What a client, a reader or a linter would miss in the description, in words that say what to do about it. */
function complaints ({ paths, components, tags }: Document): string[] {
  const seen = new Set<string>()
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, operation]) => {
    const { operationId = '', summary, description, security, responses } = operation
    const wrong = [
      !/^[a-z]+([A-Z][a-z]*)+$/.test(operationId) && 'has no operationId such as listEnterprises: set schema.operationId',
      seen.has(operationId) && `shares its operationId ${operationId} with another route`,
      !summary && 'has no summary: set schema.summary',
      !description?.trim() && 'has no description: set schema.description',
      operation.tags?.length !== 1 && 'has not exactly one tag: set schema.tags',
      operation.tags?.some((tag) => !tags.some(({ name }) => name === tag)) && 'has a tag that src/http/openapi.ts does not describe',
      !security?.length && 'does not say who may call it: set config.access',
      !Object.keys(responses).some((status) => status.startsWith('2')) && 'has no answer: set schema.response',
      ...parametersOf(operation, components).flatMap(parameterComplaints),
      ...Object.entries(responses).map(([status, { content = {} }]) => status.startsWith('2') && Object.values(content).some((media) => !hasExample(media, components.schemas)) &&
        `answers ${status} without an example: add .meta({ examples: [...] }) to its schema`),
    ]
    seen.add(operationId)
    return wrong.filter((text) => text !== false && text !== undefined).map((text) => `${method.toUpperCase()} ${path} ${text}`)
  }))
}

function hasExample ({ schema, example, examples }: Media, schemas: Record<string, Schema>): boolean {
  return example !== undefined || examples !== undefined || (schema !== undefined && isExemplary(schema, schemas))
}

/** An example of its own, or of every part that is an object: Swagger UI puts the whole together from those. */
function isExemplary (schema: Schema, schemas: Record<string, Schema>): boolean {
  const { $ref, examples, properties, items } = schema as Schema & { $ref?: string, properties?: Record<string, Schema>, items?: Schema }
  if ((examples?.length ?? 0) > 0) return true
  if ($ref !== undefined) return isExemplary(schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}, schemas)
  if (items) return isExemplary(items, schemas)
  const parts = Object.values(properties ?? {}).filter((part) => part['$ref'] ?? part['items'] ?? part['properties'])
  return parts.length > 0 && parts.every((part) => isExemplary(part, schemas))
}

const parametersOf = ({ parameters = [] }: Operation, { parameters: shared }: Document['components']): Parameter[] =>
  parameters.map((one) => '$ref' in one ? shared[one.$ref.slice(one.$ref.lastIndexOf('/') + 1)]! : one)

function parameterComplaints ({ name, in: place, description, schema }: Parameter): string[] {
  const wrong = [
    !description && 'has no description: add .meta({ description })',
    place === 'query' && !/^[a-z0-9]+$/.test(name) && 'is not one lower-case word',
    !isBounded(schema) && 'is not bounded: give text a maxLength, an integer its minimum and maximum, a list maxItems',
  ]
  return wrong.filter((text) => text !== false).map((text) => `has the parameter ${name}, which ${text}`)
}

function isBounded (schema: Schema): boolean {
  if (schema.enum || schema.type === 'boolean') return true
  if (schema.type === 'string') return 'maxLength' in schema
  if (schema.type === 'integer') return 'minimum' in schema && 'maximum' in schema && 'format' in schema
  return schema.type === 'array' && 'maxItems' in schema && isBounded(schema['items'] as Schema)
}

t.test('openapi/openapi.yaml is what the routes say (else: npm run openapi)', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE })
  t.equal(toYaml(app.swagger()), await readFile('openapi/openapi.yaml', 'utf8'))
})

t.test('every operation is described completely', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE })
  t.strictSame(complaints(app.swagger() as unknown as Document), [])
})

t.test('what is missing is named', async (t) => {
  const app = await testApp(t, {
    databaseUrl: NO_DATABASE,
    routes: async (app) => {
      await app.register(probe)
      app.get('/v1/bad/:any', {
        schema: { operationId: 'bad', tags: ['nonsense'], params: z.object({ any: z.string() }), querystring: z.strictObject({ asOf: z.string().max(1).optional() }), response: { 200: z.object({ a: z.string() }) } },
      }, async () => ({ a: '' }))
    },
  })
  const wrong = complaints(app.swagger() as unknown as Document)
  t.strictSame(wrong.filter((text) => /things|runs|caller/.test(text)), [], 'and nothing where all is well')
  for (const text of ['no operationId', 'no summary', 'does not describe', 'parameter any, which is not bounded', 'parameter any, which has no description', 'asOf, which is not one lower-case word', '200 without an example']) {
    t.ok(wrong.some((one) => one.includes(text)), text)
  }
})

t.test('the document says what routes need not repeat', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, publicUrl: 'https://service.example.org', routes: probe })
  const document = app.swagger() as unknown as Document & { servers: object[] }
  t.match(document.servers, [{ url: 'https://service.example.org/v1' }])
  t.ok(Object.keys(document.paths).every((path) => !/v1|health|docs|openapi/.test(path)), 'paths are relative to the server')
  const { get } = document.paths['/things'] ?? {}
  t.match(get?.security, [{}, { key: [] }], 'a public route takes a key, and needs none')
  t.strictSame(Object.keys(get?.responses ?? {}), ['200', '400', '401', '429', '500', 'default'])
  t.match(get?.responses['200'], { headers: { 'API-Version': {}, 'Access-Control-Allow-Origin': {}, RateLimit: {}, 'RateLimit-Policy': {}, Link: {} } })
  const parameters = parametersOf(get!, document.components)
  t.match(parameters.find(({ name }) => name === 'colour'), { style: 'form', explode: false, schema: { type: 'array', maxItems: 100 } })
  t.match(parameters.find(({ name }) => name === 'limit'), { required: false, schema: { type: 'integer', minimum: 1, maximum: 1000, default: 50 } })
  t.match(document.paths['/forgotten']?.['get'], { security: [{ key: [] }], description: /scope `admin`/, responses: { 403: {} } })
  t.notMatch(JSON.stringify(document), /ProbeThingInput|"additionalProperties":false/, 'nothing that no path reaches')
})

t.test('the document and Swagger UI are served, with nothing from elsewhere', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  const [json, yaml, page, script, based] = await Promise.all(['/openapi.json', '/openapi.yaml', '/docs/', '/docs/static/swagger-initializer.js', '/v1/openapi.json'].map((url) => app.inject(url)))
  t.match(json?.headers['content-type'], 'application/json')
  t.strictSame(json?.json(), JSON.parse(JSON.stringify(app.swagger())))
  t.equal(based?.body, json?.body)
  t.equal(based?.headers['access-control-allow-origin'], '*')
  t.match(yaml?.headers['content-type'], 'application/yaml')
  t.strictSame(parse(yaml!.body), json?.json())
  t.equal(page?.statusCode, 200)
  t.notMatch(page?.body, /(src|href)="(https?:)?\/\//)
  t.match(page?.headers['content-security-policy'], /connect-src 'self'/)
  for (const setting of ['deepLinking', 'persistAuthorization', 'tryItOutEnabled', 'filter']) t.match(script?.body, setting)
  t.match((await app.inject('/docs/json')).json().servers, [{ url: '/v1' }], 'and asks the server that it came from')
  t.equal((await app.inject('/docs/static/swagger-ui-bundle.js')).statusCode, 200)
})
