import { runInNewContext } from 'node:vm'
import t from 'tap'
import { localReferences } from '../../src/http/openapi-page.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'

type Path = readonly (string | number)[]
interface Resolved { spec: unknown, errors: unknown[] }
/** As the page has it: its text alone, where nothing else is. */
const { fn } = runInNewContext(`(${localReferences.toString()})()`) as { fn: { resolveSubtree: (document: unknown, path: Path) => Promise<Resolved> } }

async function resolve (document: unknown, ...path: Path) {
  const { spec, errors } = await fn.resolveSubtree(document, path)
  t.equal(errors.length, 0)
  return spec === undefined ? undefined : JSON.parse(JSON.stringify(spec)) as unknown
}

t.test('nothing of the description stays unresolved when an operation is opened', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE })
  const document: { paths: Record<string, Record<string, { responses: object }>> } = (await app.inject('/docs/json')).json()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      const operation = await resolve(document, 'paths', path, method) as { responses: object }
      t.notMatch(JSON.stringify(operation), '"$ref"', `${method} ${path}`)
      t.strictSame(Object.keys(operation.responses), Object.keys(responses))
    }
  }
})

t.test('references of every kind', async (t) => {
  const tree = { type: 'object', properties: { parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } }
  const document = {
    paths: { '/a/{b}': { get: {
      parameters: [{ $ref: '#/components/parameters/b' }, { name: 'c', in: 'query' }],
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A~1B~0%20C', description: 'Said here.' } } } } },
    } } },
    components: {
      parameters: { b: { name: 'b', in: 'path', schema: { $ref: '#/components/schemas/Word' } } },
      schemas: { Word: { type: 'string' }, 'A/B~ C': { description: 'Said there.', anyOf: [{ $ref: '#/components/schemas/Word' }, { type: 'null' }] }, Tree: tree, Lost: { $ref: '#/components/schemas/None' }, Far: { $ref: 'https://example.org/a.json' } },
    },
  }
  const before = JSON.stringify(document)
  const word = { type: 'string', $$ref: '#/components/schemas/Word' }
  t.strictSame(await resolve(document, 'paths', '/a/{b}', 'get'), {
    parameters: [{ name: 'b', in: 'path', schema: word, $$ref: '#/components/parameters/b' }, { name: 'c', in: 'query' }],
    responses: { 200: { content: { 'application/json': { schema: { description: 'Said here.', anyOf: [word, { type: 'null' }], $$ref: '#/components/schemas/A~1B~0%20C' } } } } },
  }, 'chains, names with signs, and what stands beside a reference')
  t.strictSame(await resolve(document, 'paths', '/a/{b}', 'get', 'parameters', 1), { name: 'c', in: 'query' }, 'a part of a list')
  t.strictSame(await resolve(document, 'components', 'schemas', 'Tree'), { ...tree, properties: { parts: { type: 'array', items: { ...tree, $$ref: '#/components/schemas/Tree' } } } }, 'a tree ends where it comes back to itself')
  t.strictSame(await resolve(document, 'components', 'schemas', 'Far'), { $ref: 'https://example.org/a.json' }, 'what is elsewhere is not asked for')
  t.strictSame(await resolve(document, 'components', 'schemas', 'Lost'), { $$ref: '#/components/schemas/None' }, 'a reference to nothing is nothing, and no fault of the page')
  t.equal(await resolve(document, 'paths', '/none', 'get'), undefined)
  t.equal(JSON.stringify(document), before, 'what was given is as it was')
})
