import { readFile } from 'node:fs/promises'
import t from 'tap'
import { parse } from 'yaml'
import { NO_DATABASE, testApp } from './support/app.ts'

// Types of neither are needed: a document goes in, the ids of rules come out.
const { default: core } = await import('@stoplight/spectral-core')
const { default: designRules } = await import(new URL('../openapi/design-rules.mjs', import.meta.url).href)
const linter = new core.Spectral()
linter.setRuleset(new core.Ruleset(designRules, { source: 'design-rules' }))

const text = await readFile('openapi/openapi.yaml', 'utf8')
type Changing = ReturnType<typeof JSON.parse>
const PATH = '/enterprises/{code}'
const whole = parse(text) as Changing

/** Of a part of the description, since all of it is linted by `npm run lint:openapi` and takes its time. */
async function broken (change: (document: Changing) => unknown): Promise<string[]> {
  const document = structuredClone(whole)
  document.paths = Object.fromEntries(['/status', '/enterprises', PATH].map((path) => [path, document.paths[path]]))
  change(document)
  return [...new Set((await linter.run(document)).map(({ code }) => String(code)))]
}

t.test('each of the Dutch API Design Rules is seen when it is broken, and holds as we are', async (t) => {
  t.strictSame(await broken(() => undefined), [])
  const answer = (document: Changing) => document.paths[PATH].get.responses['200']
  const enterprise = (document: Changing) => document.components.schemas.Enterprise.properties
  const cases: [rule: string, change: Parameters<typeof broken>[0]][] = [
    ['doc-openapi', (document) => { document.openapi = '2.0' }],
    ['doc-openapi-contact', (document) => delete document.info.contact.url],
    ['semver', (document) => { document.info.version = '1.0' }],
    ['uri-version', (document) => { document.servers[0].url = 'https://service.example.org' }],
    ['transport-tls', (document) => { document.servers[0].url = 'http://service.example.org/v1' }],
    ['servers', (document) => delete document.servers],
    ['version-header', (document) => delete answer(document).headers['API-Version']],
    ['no-trailing-slash', (document) => { document.paths['/things/'] = document.paths['/status'] }],
    ['path-segments-kebab-case', (document) => { document.paths['/manyThings'] = document.paths['/status'] }],
    ['query-keys-camel-case', (document) => { document.components.parameters.division.name = 'two-words' }],
    ['property-casing', (document) => { enterprise(document).short_name = { type: 'string' } }],
    ['schema-casing', (document) => { document.components.schemas.enterprise = document.components.schemas.Enterprise }],
    ['http-methods', (document) => { document.paths['/status'].trace = document.paths['/status'].get }],
    ['http-safety', (document) => { document.paths['/status'].get.requestBody = { content: {} } }],
    ['problem-details', (document) => { document.components.responses.BadRequest.content = { 'application/json': {} } }],
    ['problem-members', (document) => delete document.components.schemas.Problem.properties.detail],
    ['problem-invalid-input', (document) => delete document.paths['/status'].get.responses['400']],
    ['return-objects', (document) => { answer(document).content['application/json'].schema = { type: 'array' } }],
    ['date-time-zone', (document) => { enterprise(document).validFrom.format = 'date-time-local' }],
    ['date-format', (document) => delete enterprise(document).registeredOn.format],
    ['language-format', (document) => { enterprise(document).language = { type: 'string' } }],
  ]
  for (const [rule, change] of cases) t.ok((await broken(change)).includes(`nlgov:${rule}`), rule)
  t.strictSame(Object.keys(designRules.rules).sort(), cases.map(([rule]) => `nlgov:${rule}`).sort(), 'all of them')
})

t.test('what only a running service can show: one address for one thing, unknown ones a 404', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE })
  const { paths } = whole as { paths: Record<string, Record<string, object>> }
  const open = Object.keys(paths).filter((path) => paths[path]?.['get'] && !path.includes('{'))
  t.ok(open.length > 5)
  const key = { authorization: 'Bearer none' }
  for (const path of open) {
    const { statusCode } = await app.inject({ url: `/v1${path}/` })
    t.ok([401, 404].includes(statusCode), `${path}/`)
  }
  t.equal((await app.inject({ url: '/v1/nothing', headers: key })).statusCode, 404)
})
