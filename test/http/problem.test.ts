import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { PROBLEM_TYPES } from '../../src/http/problem-types.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'
import { probe } from '../support/probe.ts'

const english = { 'accept-language': 'en' }
const get = (app: FastifyInstance, url: string) => app.inject({ url, headers: english })
const post = (app: FastifyInstance, payload: string, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/v1/things', payload, headers: { ...english, 'content-type': type } })

t.test('a request that cannot be used is a 400 that names the field', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  const cases: [url: string, path: string][] = [
    ['/v1/things/12', 'code'],
    [`/v1/things/${'1'.repeat(3000)}`, 'code'],
    ['/v1/things/%00', 'code'],
    ['/v1/things?colour=red,pink', 'colour'],
    ['/v1/things?colour=', 'colour'],
    ['/v1/things?colour=red&colour=blue', 'colour'],
    ['/v1/things?color=red', 'color'],
    ['/v1/things?cursor=nonsense', 'cursor'],
    ['/v1/things?cursor=a%20b', 'cursor'],
    ['/v1/things?limit=0', 'limit'],
    ['/v1/things?limit=1000000000', 'limit'],
    ['/v1/things?limit=1e3', 'limit'],
    ['/v1/things?limit=0x10', 'limit'],
    ['/v1/things?limit=%205', 'limit'],
    ['/v1/things?limit=', 'limit'],
    ['/v1/things?limit=5&limit=6', 'limit'],
    ['/v1/things?heavy=1', 'heavy'],
    ['/v1/things?asof=2025-02-31', 'asof'],
    ['/v1/things?asof=20250201', 'asof'],
    ['/v1/things?q=%20', 'q'],
    ['/v1/things?q=%ff', 'q'],
    ['/v1/things?q=vi%E1%BB', 'q'],
    ['/v1/things?q=a%00b', 'q'],
    ['/v1/things?q=%EF%BF%BD', 'q'],
    ['/v1/things?__proto__=1', '__proto__'],
  ]
  for (const [url, path] of cases) {
    const response = await get(app, url)
    t.equal(response.statusCode, 400, url)
    t.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8')
    const problem = response.json()
    t.match(problem, { type: '/problems/invalid-request', title: 'Invalid request', status: 400, detail: path }, url)
    t.ok(problem.errors.length > 0 && problem.errors.every((error: { path: string }) => error.path === path), 'and no other')
  }
})

t.test('all fields that are wrong are named at once', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  const { errors } = (await get(app, '/v1/things?limit=0&heavy=yes&colour=pink,grey&x=1&y=2')).json()
  t.strictSame(errors.map(({ path }: { path: string }) => path).sort(), ['colour', 'colour', 'heavy', 'limit', 'x', 'y'])
})

t.test('what is well formed passes', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  for (const url of ['/v1/things?limit=1000', '/v1/things?colour=red,blue&heavy=false&asof=2024-02-29', '/v1/things?q=vi%E1%BB%85n+th%C3%B4ng', '/v1/things/0007']) {
    t.equal((await get(app, url)).statusCode, 200, url)
  }
  t.notMatch((await get(app, '/v1/things/0007')).json(), { secret: String }, 'without what the schema does not name')
})

t.test('a body that cannot be read or used is a problem', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  const invalid = { type: '/problems/invalid-request', status: 400 }
  t.match((await post(app, '{"code":')).json(), { ...invalid, errors: [{ path: 'body' }] }, 'not JSON')
  t.match((await post(app, '')).json(), { ...invalid, errors: [{ path: 'body' }] }, 'empty')
  t.match((await post(app, '[]')).json(), { ...invalid, errors: [{ path: 'body' }] }, 'not an object')
  t.match((await post(app, '{"code":"0007","parts":[{"size":1},{"size":"2"}]}')).json(), { ...invalid, errors: [{ path: 'parts.1.size' }] }, 'deep inside')
  t.match((await post(app, '{"code":"0007","colour":"red"}')).json(), { ...invalid, errors: [{ path: 'colour' }] }, 'an unknown member')
  t.match((await post(app, `{"code":"0007","x":"${'x'.repeat(1_048_576)}"}`)).json(), { type: '/problems/body-too-large', status: 413 })
  t.match((await post(app, '<a/>', 'application/xml')).json(), { type: '/problems/unsupported-media-type', status: 415 })
  t.match((await post(app, '{"__proto__":{"x":1},"code":"0007"}')).json(), invalid, 'poisoned')
})

t.test('what is not there is a 404, what is there for other methods a 405', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  for (const url of ['/', '/v1', '/v1/nothing', '/v1/things/0007/more', '/v1/thing?limit=0']) {
    t.match((await get(app, url)).json(), { type: '/problems/not-found', title: 'Not found', status: 404 }, url)
  }
  const response = await app.inject({ method: 'DELETE', url: '/v1/things?limit=1' })
  t.match(response.json(), { type: '/problems/method-not-allowed', status: 405 })
  t.equal(response.headers['allow'], 'GET, HEAD, POST')
})

t.test('a problem of a route is answered as it was thrown, in the language asked for', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  t.strictSame((await get(app, '/v1/things/0000')).json(), { type: '/problems/not-found', title: 'Not found', status: 404, detail: 'There is no 0000.' })
  const vietnamese = await app.inject('/v1/things/0000')
  t.strictSame(vietnamese.json(), { type: '/problems/not-found', title: 'Không tìm thấy', status: 404, detail: 'Không có 0000.' })
  t.match(vietnamese.headers, { 'content-language': 'vi', vary: 'Accept-Language', 'cache-control': 'no-store' })
  t.match((await get(app, '/v1/things/0404')).json(), { type: '/problems/not-digital', status: 404 })
})

t.test('an unexpected error is logged and says nothing to the caller', async (t) => {
  const lines: string[] = []
  const stream = new Writable({ write (chunk, _encoding, done) { lines.push(String(chunk)); done() } })
  const app = await testApp(t, { routes: probe, logger: { level: 'warn', stream } })
  for (const url of ['/v1/things/0500', '/v1/things/0501', '/v1/things/0502']) {
    const response = await get(app, url)
    t.strictSame(Object.keys(response.json()), ['type', 'title', 'status', 'detail', 'instance'], url)
    t.match(response.json(), { type: '/problems/internal', status: 500, instance: /^urn:uuid:/ })
    t.notMatch(response.body, /select|secret|required|nowhere/)
    const { reqId } = JSON.parse(lines.at(-1) ?? '{}')
    t.equal(response.json().instance, `urn:uuid:${reqId}`, 'and is found in the log by its instance')
  }
  t.equal(lines.length, 3)
  t.notMatch(lines.join(), 'hidden value', 'a value of a statement stays out of the log')
})

t.test('expected problems are not logged', async (t) => {
  const lines: string[] = []
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe, logger: { level: 'info', stream: { write: (line: string) => lines.push(line) } } })
  for (const url of ['/v1/things/0000', '/v1/things?limit=0', '/v1/nothing', '/v1/runs']) await get(app, url)
  t.strictSame(lines, [])
})

t.test('every answer carries the version and the security headers', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  for (const url of ['/v1/things', '/v1/things?limit=0', '/v1/nothing', '/v1/runs', '/health/live', '/openapi.json', '/%ff', '/docs/']) {
    t.match((await get(app, url)).headers, {
      'api-version': /^\d+\.\d+\.\d+/,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'content-security-policy': /default-src 'none'/,
      'strict-transport-security': /max-age/,
      'referrer-policy': 'no-referrer',
    }, url)
  }
})

t.test('a browser of another origin may read with a key', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  const response = await app.inject({ method: 'OPTIONS', url: '/v1/things', headers: { origin: 'https://portal.example.org', 'access-control-request-method': 'GET' } })
  t.equal(response.statusCode, 204)
  t.match(response.headers, { 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': /Authorization/ })
})

t.test('every kind of problem has both languages', async (t) => {
  for (const [kind, { title, detail, status }] of Object.entries(PROBLEM_TYPES)) {
    t.match(kind, /^[a-z]+(-[a-z]+)*$/)
    t.ok(title.vi && title.en && detail.vi && detail.en && status >= 400, kind)
    t.not(title.vi, title.en)
  }
})
