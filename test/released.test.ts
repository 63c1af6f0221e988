import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import { parse } from 'yaml'
import type { Description } from './support/breaking-changes.ts'
import { breakingChanges } from './support/breaking-changes.ts'

const read = async (path: string) => parse(await readFile(path, 'utf8')) as Description & { info: { version: string } }

/** The newest version; `baseline.yaml` sorts before all of them. */
async function lastReleased (): Promise<string> {
  const files = (await readdir('openapi/released')).filter((file) => file.endsWith('.yaml'))
  const numbers = (file: string) => file.split('.').map((part) => Number(part) || 0)
  return files.sort((a, b) => numbers(a).map((n, i) => n - (numbers(b)[i] ?? 0)).find((difference) => difference !== 0) ?? 0).at(-1)!
}

t.test('nothing breaks for clients of the last release (else: a new major version, openapi/release.ts)', async (t) => {
  const [last, now] = await Promise.all([read(`openapi/released/${await lastReleased()}`), read('openapi/openapi.yaml')])
  if (now.info.version.split('.')[0] !== last.info.version.split('.')[0]) return t.pass('a new major version may break')
  t.strictSame(breakingChanges(last, now), [])
})

type Changing = ReturnType<typeof JSON.parse>
const LAST = {
  paths: {
    '/things/{code}': {
      put: {
        operationId: 'putThing',
        security: [{}, { key: [] }],
        parameters: [
          { name: 'code', in: 'path', required: true, schema: { type: 'string', maxLength: 4, pattern: '^\\d+$' } },
          { name: 'colour', in: 'query', schema: { type: 'array', items: { type: 'string', enum: ['red', 'blue'] }, maxItems: 5, default: ['red'] }, style: 'form', explode: false },
          { name: 'limit', in: 'query', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100 } },
          { $ref: '#/components/parameters/page' },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Change' } } } },
        responses: {
          200: { headers: { ETag: {} }, content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
      get: { operationId: 'getThing', responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } } },
    },
  },
  components: {
    parameters: { page: { name: 'page', in: 'query', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100 } } },
    responses: { NotFound: { content: {} } },
    schemas: {
      Change: { type: 'object', properties: { name: { type: ['string', 'null'], maxLength: 20 }, size: { type: 'integer', format: 'int32' }, on: { type: 'string', format: 'date' } }, required: ['name'] },
      Thing: {
        type: 'object',
        required: ['name', 'kind'],
        properties: {
          name: { type: 'string' },
          kind: { type: 'string', enum: ['a', 'b'] },
          count: { type: 'integer', format: 'int32' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
          sizes: { type: 'object', additionalProperties: { type: 'integer', format: 'int32' } },
          either: { anyOf: [{ type: 'object', properties: { x: { type: 'integer' } } }, { type: 'object', properties: { y: { type: 'string' } } }] },
        },
      },
    },
  },
}

/** The breaks that a change makes; `put` and `get` are the operations, `thing` and `change` the schemas. */
function after (change: (parts: { document: Changing, put: Changing, get: Changing, thing: Changing, change: Changing }) => unknown): string[] {
  const document = structuredClone(LAST) as Changing
  const { put, get } = document['paths']['/things/{code}']
  const { Thing: thing, Change: body } = document['components'].schemas
  change({ document, put, get, thing, change: body })
  return breakingChanges(LAST as unknown as Description, document as Description)
}

t.test('each kind of break is caught', async (t) => {
  const cases: [what: string, change: Parameters<typeof after>[0], expected: RegExp][] = [
    ['a path', ({ document }) => { document['paths'] = {} }, /GET \/things\/\{\}: is gone/],
    ['an operation', ({ document }) => delete document['paths']['/things/{code}'].get, /GET \/things\/\{\}: is gone/],
    ['a name for generated clients', ({ get }) => { get['operationId'] = 'fetchThing' }, /operationId getThing is now fetchThing/],
    ['openness', ({ put }) => { put['security'] = [{ key: [] }] }, /PUT .*needs a key now/],
    ['a parameter', ({ put }) => put['parameters'].splice(2, 1), /query limit is gone/],
    ['a shared parameter', ({ put }) => put['parameters'].pop(), /query page is gone/],
    ['a shared parameter\'s bound', ({ document }) => { document['components'].parameters.page.schema.maximum = 50 }, /query page has a tighter maximum/],
    ['a shared parameter that becomes needed', ({ document }) => { document['components'].parameters.page.required = true }, /query page is needed now/],
    ['a parameter that is needed', ({ put }) => put['parameters'].push({ name: 'why', in: 'query', required: true, schema: {} }), /query why is needed now/],
    ['a parameter that becomes needed', ({ put }) => { put['parameters'][2].required = true }, /query limit is needed now/],
    ['how a list is written', ({ put }) => { put['parameters'][1].explode = true }, /query colour is written differently/],
    ['a value that is taken', ({ put }) => put['parameters'][1].schema.items.enum.pop(), /query colour\.\[\] no longer takes "blue"/],
    ['a list of values', ({ change }) => { change['properties'].name.enum = ['x'] }, /name no longer takes other values than/],
    ['a type that is taken', ({ put }) => { put['parameters'][2].schema.type = 'string' }, /query limit no longer takes "integer"/],
    ['null that is taken', ({ change }) => { change['properties'].name.type = 'string' }, /name no longer takes "null"/],
    ['a default', ({ put }) => { put['parameters'][1].schema.default = ['blue'] }, /query colour has another default/],
    ['an upper bound', ({ put }) => { put['parameters'][2].schema.maximum = 50 }, /query limit has a tighter maximum/],
    ['a lower bound', ({ put }) => { put['parameters'][2].schema.minimum = 2 }, /query limit has a tighter minimum/],
    ['a new bound', ({ change }) => { change['properties'].size.maximum = 9 }, /size has a tighter maximum/],
    ['a length', ({ put }) => { put['parameters'][0].schema.maxLength = 3 }, /path 1 has a tighter maxLength/],
    ['a pattern', ({ put }) => { put['parameters'][0].schema.pattern = '^\\d$' }, /path 1 has another pattern/],
    ['a format that is taken', ({ change }) => { change['properties'].on.format = 'date-time' }, /on has the format date-time now/],
    ['a body', ({ put }) => delete put['requestBody'], /takes no body any more/],
    ['a body that becomes needed', ({ put }) => { put['requestBody'].required = true }, /a body is needed now/],
    ['a type of body', ({ put }) => { put['requestBody'].content = { 'text/csv': {} } }, /application\/json is gone/],
    ['a member that is taken', ({ change }) => delete change['properties'].size, /application\/json\.size is gone/],
    ['a member that becomes needed', ({ change }) => change['required'].push('size'), /\.size is needed now/],
    ['a status', ({ get }) => { get['responses'] = { 202: {} } }, /GET .*200: is answered no more/],
    ['a header', ({ put }) => { put['responses'][200].headers = {} }, /the header ETag is gone/],
    ['a type of answer', ({ get }) => { get['responses'][200].content = { 'text/csv': {} } }, /200: application\/json is gone/],
    ['a member of an answer', ({ thing }) => delete thing['properties'].count, /\.count is gone/],
    ['a member that is always there', ({ thing }) => thing['required'].pop(), /\.kind may be missing now/],
    ['a type in an answer', ({ thing }) => { thing['properties'].count.type = 'string' }, /\.count may now be "string"/],
    ['null in an answer', ({ thing }) => { thing['properties'].name.type = ['string', 'null'] }, /\.name may now be "null"/],
    ['a new value in an answer', ({ thing }) => thing['properties'].kind.enum.push('c'), /\.kind may now be "c"/],
    ['any value in an answer', ({ thing }) => delete thing['properties'].kind.enum, /\.kind may now be other values than/],
    ['a format in an answer', ({ thing }) => { thing['properties'].count.format = 'int64' }, /\.count has the format int64 now/],
    ['the values of a map', ({ thing }) => { thing['properties'].sizes.additionalProperties.type = 'string' }, /\.sizes\.\* may now be "string"/],
    ['a form of an answer', ({ thing }) => thing['properties'].either.anyOf.push({ type: 'string' }), /\.either has other forms/],
  ]
  for (const [what, change, expected] of cases) t.ok(after(change).some((text) => expected.test(text)), what)
})

t.test('growth is no break', async (t) => {
  t.strictSame(after(() => undefined), [])
  const cases: [what: string, change: Parameters<typeof after>[0]][] = [
    ['a path', ({ document }) => { document['paths']['/more'] = { get: { operationId: 'listMore', responses: {} } } }],
    ['a name of a path\'s variable', ({ document, put }) => {
      document['paths'] = { '/things/{id}': document['paths']['/things/{code}'] }
      put['parameters'][0].name = 'id'
    }],
    ['a parameter that is shared from now on', ({ document, put }) => {
      document['components'].parameters.limit = put['parameters'][2]
      put['parameters'][2] = { $ref: '#/components/parameters/limit' }
    }],
    ['a shared parameter under another name', ({ document, put }) => {
      document['components'].parameters = { other: document['components'].parameters.page }
      put['parameters'][3].$ref = '#/components/parameters/other'
    }],
    ['an optional parameter', ({ put }) => put['parameters'].push({ name: 'q', in: 'query', schema: { type: 'string' } })],
    ['another value that is taken', ({ put }) => put['parameters'][1].schema.items.enum.push('green')],
    ['wider bounds', ({ put }) => { Object.assign(put['parameters'][2].schema, { minimum: 0, maximum: 1000, format: 'int64' }) }],
    ['a member that may be sent', ({ change }) => { change['properties'].more = { type: 'string' } }],
    ['a member that may be left out', ({ change }) => change['required'].pop()],
    ['a member of an answer', ({ thing }) => { thing['properties'].more = { type: 'string' } }],
    ['a value that is answered no more', ({ thing }) => thing['properties'].kind.enum.pop()],
    ['another type of answer', ({ get }) => { get['responses'][200].content['text/csv'] = {} }],
    ['another problem', ({ get }) => { get['responses'][410] = {} }],
    ['a header', ({ get }) => { get['responses'][200].headers = { Link: {} } }],
  ]
  for (const [what, change] of cases) t.strictSame(after(change), [], what)
})
